package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.VolumeName;

/** Turns a node's error into the one a client may see: the client's index name, nothing of Miroir's own fields. */
public final class NodeErrors {
    /** The hidden field in a list of attributes, with the comma before or after it. */
    private static final Pattern HIDDEN =
            Pattern.compile("%1$s, |, %1$s|%1$s".formatted("`" + ShardMarker.FIELD + "`"));

    private NodeErrors() {}

    /** The same error, for the client of that index. */
    public static JsonNode forClient(JsonNode error, String indexUid) {
        ObjectNode clean = error.deepCopy();
        clean.put("message", message(error.path("message").asText(), indexUid));
        return clean;
    }

    /** The message alone. */
    public static String message(String message, String indexUid) {
        String named = VolumeName.replaceQuoted(message, indexUid);
        return HIDDEN.matcher(named)
                .replaceAll("")
                .replace(
                        "Available filterable attribute patterns are: .",
                        "This index does not have configured filterable attributes.");
    }
}
