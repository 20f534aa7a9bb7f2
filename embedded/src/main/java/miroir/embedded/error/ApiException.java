package miroir.embedded.error;

import java.util.Map;
import java.util.Objects;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** An error with Meilisearch's code; its status and type follow from the code. */
public final class ApiException extends RuntimeException {

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("missing_authorization_header", 401),
            Map.entry("invalid_api_key", 403),
            Map.entry("index_not_found", 404),
            Map.entry("document_not_found", 404),
            Map.entry("task_not_found", 404),
            Map.entry("batch_not_found", 404),
            Map.entry("index_already_exists", 409),
            Map.entry("payload_too_large", 413),
            Map.entry("invalid_content_type", 415),
            Map.entry("missing_content_type", 415),
            Map.entry("internal", 500));

    private final String code;
    private final int status;

    /** An error with a code such as {@code index_not_found}. */
    public ApiException(String code, String message) {
        this(code, message, Objects.requireNonNull(STATUS.getOrDefault(code, 400)));
    }

    private ApiException(String code, String message, int status) {
        super(message);
        this.code = code;
        this.status = status;
    }

    /** The error code. */
    public String code() {
        return code;
    }

    /** The HTTP status of the code. */
    public int status() {
        return status;
    }

    /** The same of one query among several: always a bad request. */
    public ApiException inside(int query) {
        return new ApiException(code, "Inside `.queries[" + query + "]`: " + getMessage(), 400);
    }

    /** The error as the body of an answer, or as the error of a task. */
    public Map<String, @Nullable Object> body() {
        return Json.object(
                "message",
                String.valueOf(getMessage()),
                "code",
                code,
                "type",
                type(),
                "link",
                "https://docs.meilisearch.com/errors#" + code);
    }

    private String type() {
        return switch (status()) {
            case 401, 403 -> "auth";
            case 500 -> "internal";
            default -> "invalid_request";
        };
    }

    /** The error of an index that does not exist. */
    public static ApiException indexNotFound(String uid) {
        return new ApiException("index_not_found", "Index `" + uid + "` not found.");
    }
}
