package miroir.engine.payload;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;

/** The decoded bytes of a body, cut off with {@code payload_too_large} at the limit. */
final class DecodedBody extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final InputStream decoded;
    private final long limit;
    private long remaining;

    private DecodedBody(InputStream decoded, long limit) {
        this.decoded = decoded;
        this.limit = limit;
        this.remaining = limit;
    }

    static DecodedBody of(PayloadSource source) {
        InputStream body = new Connection(source.body());
        return new DecodedBody(guarded(() -> decoder(body, source.contentEncoding())), source.maxBytes());
    }

    private static InputStream decoder(InputStream body, @Nullable String encoding) throws IOException {
        return switch (encoding == null ? "" : encoding.trim().toLowerCase(Locale.ROOT)) {
            case "gzip" -> new GZIPInputStream(body, BUFFER);
            case "deflate" -> new InflaterInputStream(body);
            case "br" -> new BrotliInputStream(body);
            case "zstd" -> new ZstdInputStream(body);
            // One node reads a body whose encoding it does not know as it stands.
            default -> body;
        };
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = guarded(() -> decoded.read(buffer, offset, length));
        if (count > remaining) {
            remaining = -1;
            throw new PayloadException(
                    "payload_too_large",
                    "The provided payload reached the size limit. The maximum accepted payload size is "
                            + ByteSize.text(limit) + ".");
        }
        remaining -= Math.max(count, 0);
        return count;
    }

    @Override
    public void close() throws IOException {
        decoded.close();
    }

    /** Anything a decoder throws means the same to the client; a broken connection is no fault of the encoding. */
    private static <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (UncheckedIOException | PayloadException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new PayloadException("bad_request", "The provided payload is incomplete and cannot be parsed");
        }
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** Marks failures of the connection, so that they differ from failures of a decoder. */
    private static final class Connection extends FilterInputStream {
        Connection(InputStream in) {
            super(in);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
