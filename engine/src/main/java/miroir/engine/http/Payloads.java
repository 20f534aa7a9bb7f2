package miroir.engine.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.IdBatch;
import miroir.engine.payload.IdReader;
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

    /** The largest list of ids: its parts are made in memory on their way to the nodes. */
    private static final long MAX_IDS = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 16);

    private final PayloadReader reader;
    private final IdReader ids;
    private final RequestUids names;

    Payloads(PayloadReader reader, IdReader ids, RequestUids names) {
        this.reader = reader;
        this.ids = ids;
        this.names = names;
    }

    /** The documents of a body. */
    Payload read(Context ctx, DocumentWriteParams params) throws IOException {
        Character delimiter = params.csvDelimiter();
        PayloadSource source = source(ctx, text(delimiter), MAX_BYTES);
        return stored(() -> reader.read(source, names.next() + ".ndjson"));
    }

    /** The ids of a body. */
    IdBatch ids(Context ctx) throws IOException {
        PayloadSource source = source(ctx, null, MAX_IDS);
        return stored(() -> ids.read(source, () -> names.next() + ".json"));
    }

    private static PayloadSource source(Context ctx, @Nullable String delimiter, long most) throws IOException {
        return new PayloadSource(
                Bodies.stream(ctx), ctx.header("Content-Type"), ctx.header("Content-Encoding"), delimiter, most);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T stored(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (SpoolException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                LOG.error("a payload was refused: its folder is gone", e);
                String gone = "The folder of Miroir's payloads is gone (" + e.getMessage() + "); nothing was stored.";
                throw new ApiException(ErrorCode.MIROIR_UNAVAILABLE, gone);
            }
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
