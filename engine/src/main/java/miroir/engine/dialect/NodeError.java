package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import miroir.engine.error.Json;
import miroir.engine.node.NodeReply;
import org.jspecify.annotations.Nullable;

/**
 * An error in Meilisearch's own shape.
 *
 * @param status of the HTTP answer; 0 when it is the error of a task
 * @param whole as the node wrote it
 */
public record NodeError(int status, String code, String message, JsonNode whole) {
    /** Codes with which a node says that it takes no writes at all. */
    private static final Set<String> FULL =
            Set.of("no_space_left_on_device", "io_error", "too_many_open_files", "database_size_limit_reached");

    /** Codes with which a node says that it is in trouble itself. */
    private static final Set<String> TROUBLE = Set.of(
            "no_space_left_on_device",
            "io_error",
            "too_many_open_files",
            "database_size_limit_reached",
            "too_many_search_requests",
            "invalid_api_key",
            "missing_authorization_header",
            "internal");

    /** Reads an error; null when the value is none. */
    public static @Nullable NodeError of(int status, @Nullable JsonNode value) {
        if (value == null
                || !value.path("code").isTextual()
                || !value.path("message").isTextual()) {
            return null;
        }
        return new NodeError(
                status, value.path("code").textValue(), value.path("message").textValue(), value);
    }

    /** The error that a node answered with; null when it is not of that shape: it may come from between. */
    public static @Nullable NodeError of(NodeReply.Answered answered) {
        try {
            return of(answered.status(), Json.MAPPER.readTree(answered.body()));
        } catch (IOException notIt) {
            return null;
        }
    }

    /** Whether it is the node that is in trouble, as opposed to the question. */
    public boolean isTroubleOfTheNode() {
        return status >= 500 || TROUBLE.contains(code);
    }

    /** Whether the node takes no writes at all. */
    public boolean refusesWrites() {
        return FULL.contains(code);
    }

    /** Whether the node does not take the key. */
    public boolean refusesTheKey() {
        return status == 401 || status == 403;
    }
}
