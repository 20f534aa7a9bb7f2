package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of filterableAttributes (source: Meilisearch, filterable_attributes_rules.rs and attribute_patterns.rs).
 *
 * @param plain a bare attribute name: it covers nested fields too and allows everything
 */
public record FilterableRule(
        boolean plain, List<String> patterns, boolean facetSearch, boolean equality, boolean comparison) {

    static FilterableRule of(JsonNode entry) {
        if (entry.isTextual()) {
            return new FilterableRule(true, List.of(entry.textValue()), true, true, true);
        }
        List<String> patterns = new ArrayList<>();
        entry.path("attributePatterns").forEach(pattern -> patterns.add(pattern.asText()));
        JsonNode features = entry.path("features");
        JsonNode filter = features.path("filter");
        return new FilterableRule(
                false,
                List.copyOf(patterns),
                features.path("facetSearch").asBoolean(false),
                filter.path("equality").asBoolean(true),
                filter.path("comparison").asBoolean(false));
    }

    /** Whether the rule decides about this attribute. */
    public boolean matches(String attribute) {
        return patterns.stream()
                .anyMatch(pattern -> plain ? isOrBelongsTo(attribute, pattern) : matches(pattern, attribute));
    }

    /** Whether the fields that a pattern may stand for and those of the rule have one in common. */
    public boolean meets(String other) {
        return patterns.stream()
                .anyMatch(pattern -> matches(other, pattern)
                        || isOrBelongsTo(other, pattern)
                        || isOrBelongsTo(pattern, other)
                        || (!plain && matches(pattern, other)));
    }

    /** Whether it allows filters at all. */
    public boolean filterable() {
        return equality || comparison;
    }

    /** Whether an attribute is a field or nested in it. */
    public static boolean isOrBelongsTo(String attribute, String field) {
        return attribute.startsWith(field)
                && (attribute.length() == field.length() || attribute.charAt(field.length()) == '.');
    }

    /** Whether an attribute matches a pattern, in which a star may stand at the start, the end or both. */
    public static boolean matches(String pattern, String attribute) {
        if (pattern.equals("*")) {
            return true;
        }
        boolean openStart = pattern.startsWith("*");
        boolean openEnd = pattern.endsWith("*");
        String fixed = pattern.substring(openStart ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        if (openStart && openEnd) {
            return attribute.contains(fixed);
        }
        if (openStart) {
            return attribute.endsWith(fixed);
        }
        return openEnd ? attribute.startsWith(fixed) : attribute.equals(fixed);
    }
}
