package miroir.engine.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Turns a node's error into the one a client may see: the client's index name, nothing of Miroir's own fields. */
public final class NodeErrors {
    /** The hidden field in a list of attributes, with the comma before or after it. */
    private static final Pattern HIDDEN = Pattern.compile("`_miroir_shard`, |, `_miroir_shard`|`_miroir_shard`");

    /** A volume's name: the uid it was made for, a number and a rank. */
    private static final Pattern VOLUME = Pattern.compile("`[A-Za-z0-9_-]{1,300}-[0-9]+-r[0-9]+`");

    private NodeErrors() {}

    /** The same error, for the client of that index. */
    public static JsonNode forClient(JsonNode error, String indexUid) {
        ObjectNode clean = error.deepCopy();
        clean.put("message", message(error.path("message").asText(), indexUid));
        return clean;
    }

    /** The message alone. */
    public static String message(String message, String indexUid) {
        String named = VOLUME.matcher(message).replaceAll("`" + indexUid + "`");
        return HIDDEN.matcher(named)
                .replaceAll("")
                .replace(
                        "Available filterable attribute patterns are: .",
                        "This index does not have configured filterable attributes.");
    }
}
