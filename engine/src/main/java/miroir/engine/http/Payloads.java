package miroir.engine.http;

import io.javalin.http.Context;
import java.io.IOException;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.Payload;
import miroir.engine.payload.PayloadException;
import miroir.engine.payload.PayloadReader;
import miroir.engine.payload.PayloadSource;
import miroir.engine.payload.SpoolException;
import miroir.engine.request.DocumentWriteParams;
import miroir.engine.search.RequestUids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes document payloads in: checked, decoded and on the disk before a task is made of them. */
final class Payloads {
    /** The largest decoded payload, as a node's default: 100 MB. */
    static final long MAX_BYTES = 100_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Payloads.class);

    private final PayloadReader reader;
    private final RequestUids names;

    Payloads(PayloadReader reader, RequestUids names) {
        this.reader = reader;
        this.names = names;
    }

    Payload read(Context ctx, DocumentWriteParams params) throws IOException {
        Character delimiter = params.csvDelimiter();
        PayloadSource source = new PayloadSource(
                Bodies.stream(ctx),
                ctx.header("Content-Type"),
                ctx.header("Content-Encoding"),
                text(delimiter),
                MAX_BYTES);
        try {
            return reader.read(source, names.next() + ".ndjson");
        } catch (SpoolException e) {
            LOG.warn("a payload was refused: the disk does not take it", e);
            String message = "Miroir's disk does not take the payload (" + e.getMessage() + "); nothing was stored.";
            throw new ApiException(ErrorCode.NO_SPACE_LEFT_ON_DEVICE, message);
        }
    }

    static ApiError error(PayloadException e) {
        ErrorCode code = ErrorCode.ofWire(e.code());
        return new ApiError(code == null ? ErrorCode.INTERNAL : code, String.valueOf(e.getMessage()));
    }

    private static @Nullable String text(@Nullable Character delimiter) {
        return delimiter == null ? null : delimiter.toString();
    }
}
