package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Whether two nodes read the same settings back. What only one of them knows says nothing: a newer Meilisearch has settings
 * that an older one has not.
 */
public final class SameSettings {
    /** Here clients choose the names: one that only one node has is a difference. */
    private static final Set<String> FREE = Set.of("synonyms", "sortFacetValuesBy", "embedders");

    private SameSettings() {}

    /** Whether all that both know is equal. */
    public static boolean test(JsonNode a, JsonNode b) {
        return test("", a, b);
    }

    /** The same for the values of one setting. */
    static boolean test(String name, JsonNode a, JsonNode b) {
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!test("", a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (!a.isObject() || !b.isObject()) {
            return a.equals(b);
        }
        int shared = 0;
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (other != null && !test(member.getKey(), member.getValue(), other)) {
                return false;
            }
            shared += other == null ? 0 : 1;
        }
        return !FREE.contains(name) || (shared == a.size() && shared == b.size());
    }
}
