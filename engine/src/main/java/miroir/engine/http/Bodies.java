package miroir.engine.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** Reads request bodies of JSON routes. */
final class Bodies {
    private Bodies() {}

    /** The whole body; throws payload_too_large beyond the limit. */
    static byte[] read(Context ctx) throws IOException {
        try (InputStream in = ctx.req().getInputStream()) {
            byte[] body = in.readNBytes((int) Payloads.MAX_BYTES + 1);
            if (body.length > Payloads.MAX_BYTES) {
                throw new ApiException(tooLarge());
            }
            return body;
        }
    }

    static ApiError tooLarge() {
        return new ApiError(
                ErrorCode.PAYLOAD_TOO_LARGE,
                "The provided payload reached the size limit. The maximum accepted payload size is 100 MB.");
    }
}
