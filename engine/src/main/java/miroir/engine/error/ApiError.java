package miroir.engine.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An error object of the HTTP API or of a task. */
public record ApiError(ErrorCode code, String message) {
    private static final String DOCS = "https://docs.meilisearch.com/errors#";

    /** Cuts a message that repeats too much of what a client sent. */
    public ApiError {
        message = Excerpt.message(message);
    }

    /** The object as clients receive it. */
    public ObjectNode node() {
        return Json.MAPPER
                .createObjectNode()
                .put("message", message)
                .put("code", code.wire())
                .put("type", code.type())
                .put("link", DOCS + code.wire());
    }

    /** {@link #node()} as UTF-8. */
    public byte[] json() {
        try {
            return Json.MAPPER.writeValueAsBytes(node());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The error in a node's answer, or null when the bytes are no error object. */
    public static @Nullable ApiError parse(byte[] body) {
        try {
            return of(Json.MAPPER.readTree(body));
        } catch (IOException e) {
            return null;
        }
    }

    /** The error in an error object, or null when it is none. A code not known here counts as internal. */
    public static @Nullable ApiError of(@Nullable JsonNode node) {
        if (node == null
                || !node.path("message").isTextual()
                || !node.path("code").isTextual()) {
            return null;
        }
        ErrorCode code = ErrorCode.ofWire(node.path("code").textValue());
        return new ApiError(
                code == null ? ErrorCode.INTERNAL : code, node.path("message").textValue());
    }
}
