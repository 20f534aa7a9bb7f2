package miroir.engine.request;

import java.util.Locale;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The Content-Type that routes with a JSON body ask for. */
public final class JsonContentType {
    private JsonContentType() {}

    /** Throws unless the header names a JSON media type; null: the header is absent. */
    public static void check(@Nullable String header) {
        if (header == null) {
            throw new ApiException(
                    ErrorCode.MISSING_CONTENT_TYPE,
                    "A Content-Type header is missing. Accepted values for the Content-Type header are:"
                            + " `application/json`");
        }
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.matches("[^/\\s]+/(json|[^/\\s]+\\+json)")) {
            throw new ApiException(
                    ErrorCode.INVALID_CONTENT_TYPE,
                    "The Content-Type `" + header
                            + "` is invalid. Accepted values for the Content-Type header are: `application/json`");
        }
    }
}
