package miroir.engine.http;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.BodyMemory;
import miroir.engine.payload.ByteSize;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** Reads request bodies: whole ones of JSON routes, within bounds, and streams of documents. */
final class Bodies {
    /** A quarter of the heap, for what is made of all bodies under way together. */
    static final BodyMemory MEMORY = new BodyMemory(Runtime.getRuntime().maxMemory() / 4);

    /** A tree of small JSON values takes so many times the bytes of its text, and what is made of it as well. */
    private static final int WEIGHT = 16;

    /** The largest body of a client's JSON route: no more than there may be of all together. */
    static final long LARGEST =
            Math.min(Payloads.MAX_BYTES, Runtime.getRuntime().maxMemory() / 4 / WEIGHT);

    /** The largest body of the management API. */
    private static final long LARGEST_ORDER = 1 << 20;

    private static final int PIECE = 8 << 10;

    private Bodies() {}

    /** The whole body; throws {@code payload_too_large} before it reads more than a body of that route may have. */
    static byte[] read(Context ctx) throws IOException {
        boolean order = Doors.path(ctx).startsWith("/_miroir/");
        return read(ctx, order ? Math.min(LARGEST_ORDER, LARGEST) : LARGEST);
    }

    private static byte[] read(Context ctx, long most) throws IOException {
        long length = ctx.req().getContentLengthLong();
        if (length > most) {
            throw new ApiException(tooLarge(most));
        }
        BodyMemory.Claim claim = MEMORY.claim();
        // what was made of the body lives until the answer is written, or cannot be
        Request.addCompletionListener(ServletContextRequest.getServletContextRequest(ctx.req()), end -> claim.close());
        try (InputStream in = stream(ctx)) {
            byte[] body = new byte[0];
            int read = 0;
            while (read == body.length) {
                if (read > most) {
                    throw new ApiException(tooLarge(most));
                }
                // as it comes: who only announces a large body takes nothing from others
                long size = Math.min(Math.max(PIECE, 2L * read), length >= 0 ? length : most + 1);
                size = Math.max(size, read + 1L);
                claim.more(WEIGHT * (size - read));
                body = Arrays.copyOf(body, (int) size);
                read += in.readNBytes(body, read, body.length - read);
            }
            return Arrays.copyOf(body, read);
        }
    }

    /** The body as it comes; what goes wrong with it is the client's {@link BrokenBody}, whatever the server calls it. */
    static InputStream stream(Context ctx) throws IOException {
        return new Guarded(ctx.req().getInputStream());
    }

    private static ApiError tooLarge(long most) {
        return new ApiError(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The provided payload reached the size limit. The maximum accepted payload size is "
                        + ByteSize.text(most) + ".");
    }

    /** The client broke off, was too slow, or did not keep to the protocol. */
    static final class BrokenBody extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenBody(Exception cause) {
            super("The request's body could not be read: " + why(cause), cause);
        }

        /** Whether the client sent too slowly. */
        boolean isLate() {
            Throwable cause = this;
            while (cause != null && !(cause instanceof TimeoutException)) {
                cause = cause.getCause();
            }
            return cause != null;
        }

        private static String why(Throwable cause) {
            if (cause.getCause() != null) {
                return why(cause.getCause());
            }
            String message = cause.getMessage();
            return message == null || message.isBlank() ? "it ended early" : message;
        }
    }

    private static final class Guarded extends FilterInputStream {
        Guarded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                throw new BrokenBody(e);
            }
        }
    }
}
