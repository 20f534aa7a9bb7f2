package miroir.engine.settings;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The grammar of a ranking rule (source: Meilisearch, criterion.rs and asc_desc.rs). */
final class RankingRule {
    private static final Set<String> BUILT_IN =
            Set.of("words", "typo", "proximity", "attribute", "attributeRank", "wordPosition", "sort", "exactness");
    private static final Set<String> RESERVED =
            Set.of("_geo", "_geojson", "_geoDistance", "_geoPoint", "_geoRadius", "_geoBoundingBox", "_geoPolygon");
    private static final List<String> RESERVED_CALLS =
            List.of("_geoRadius(", "_geoBoundingBox(", "_geo(", "_geoDistance(");
    private static final String RESERVED_TEXT = "` is a reserved keyword and thus can't be used as a ranking rule";

    private RankingRule() {}

    /** The attribute of a custom rule, or null when the rule is built in or wrong. */
    static @Nullable String attribute(String rule) {
        int colon = rule.lastIndexOf(':');
        return colon >= 0 && isDirection(rule.substring(colon + 1)) ? rule.substring(0, colon) : null;
    }

    /** What is wrong with a rule, or null. */
    static @Nullable String fault(String rule) {
        if (BUILT_IN.contains(rule)) {
            return null;
        }
        String attribute = attribute(rule);
        if (attribute == null) {
            return "`" + rule + "` ranking rule is invalid. Valid ranking rules are words, typo, sort, proximity,"
                    + " attribute, exactness and custom ranking rules.";
        }
        boolean point = attribute.startsWith("_geoPoint(") && attribute.endsWith(")");
        boolean call = RESERVED_CALLS.stream().anyMatch(attribute::startsWith);
        return point || call || RESERVED.contains(attribute) ? reserved(attribute) : null;
    }

    private static String reserved(String attribute) {
        if (attribute.startsWith("_geoPoint")) {
            return "`_geoPoint" + RESERVED_TEXT + ". `_geoPoint` can only be used for sorting at search time";
        }
        for (String name : List.of("_geoRadius", "_geoBoundingBox")) {
            if (attribute.startsWith(name)) {
                return "`" + name + RESERVED_TEXT + ". `" + name + "` can only be used for filtering at search time";
            }
        }
        return "`" + attribute + RESERVED_TEXT;
    }

    private static boolean isDirection(String text) {
        return text.equals("asc") || text.equals("desc");
    }
}
