package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Whether two nodes read the same settings back. What only one of them knows says nothing: a newer Meilisearch has settings
 * that an older one has not.
 */
public final class SameSettings {
    private SameSettings() {}

    /** Whether all that both know is equal. */
    public static boolean test(JsonNode a, JsonNode b) {
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!test(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (!a.isObject() || !b.isObject()) {
            return a.equals(b);
        }
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (other != null && !test(member.getValue(), other)) {
                return false;
            }
        }
        return true;
    }
}
