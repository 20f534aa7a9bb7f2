package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final byte[] BODY = "[{\"id\":1},{\"id\":2}]".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "zstd", "identity", "unknown"})
    void each_encoding_is_decoded(String encoding) throws IOException {
        assertThat(read(encoded(encoding, BODY), encoding, 100).file()).hasContent("{\"id\":1}\n{\"id\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void a_body_that_is_cut_off_or_not_encoded_is_a_bad_request(String encoding) throws IOException {
        byte[] whole = encoded(encoding, BODY);
        assertBadRequest(encoding, Arrays.copyOf(whole, whole.length - 5));
        assertBadRequest(encoding, Arrays.copyOf(whole, 3));
        assertBadRequest(encoding, BODY);
    }

    private void assertBadRequest(String encoding, byte[] body) {
        PayloadException e = catchThrowableOfType(PayloadException.class, () -> read(body, encoding, 100));
        assertThat(e.code()).isEqualTo("bad_request");
        assertThat(e).hasMessage("The provided payload is incomplete and cannot be parsed");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_encoded_empty_body_is_missing() throws IOException {
        byte[] empty = encoded("gzip", new byte[0]);
        PayloadException e = catchThrowableOfType(PayloadException.class, () -> read(empty, "gzip", 100));
        assertThat(e).hasMessage("A json payload is missing.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void a_bomb_stops_at_the_limit(String encoding) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (OutputStream encoder = encoder(encoding, out)) {
            for (int i = 0; i < 300; i++) {
                encoder.write(spaces);
            }
        }
        Counting in = new Counting(out.toByteArray());
        PayloadSource source = new PayloadSource(in, "application/json", encoding, null, 4 << 20);
        PayloadException e = catchThrowableOfType(
                PayloadException.class, () -> new PayloadReader(directory, false).read(source, "payload"));
        assertThat(e.code()).isEqualTo("payload_too_large");
        assertThat(in.available()).as("bytes left unread").isPositive();
        assertThat(directory).isEmptyDirectory();
    }

    private static final class Counting extends ByteArrayInputStream {
        Counting(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 4096));
        }
    }

    private Payload read(byte[] body, String encoding, long limit) throws IOException {
        PayloadSource source =
                new PayloadSource(new ByteArrayInputStream(body), "application/json", encoding, null, limit);
        return new PayloadReader(Files.createDirectories(directory), false).read(source, "payload");
    }

    private static byte[] encoded(String encoding, byte[] body) throws IOException {
        if (encoding.equals("br")) {
            return brotli(body);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = encoder(encoding, out)) {
            encoder.write(body);
        }
        return out.toByteArray();
    }

    private static OutputStream encoder(String encoding, OutputStream out) throws IOException {
        return switch (encoding) {
            case "gzip", "GZIP" -> new GZIPOutputStream(out);
            case "deflate" -> new DeflaterOutputStream(out);
            case "zstd" -> new ZstdOutputStream(out);
            default -> out;
        };
    }

    /** One uncompressed meta-block (RFC 7932, section 9.2) and the empty last one. */
    private static byte[] brotli(byte[] body) {
        int header = ((body.length - 1) << 4) | (1 << 20);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        out.write(header >> 8);
        out.write(header >> 16);
        out.writeBytes(body);
        out.write(3);
        return out.toByteArray();
    }
}
