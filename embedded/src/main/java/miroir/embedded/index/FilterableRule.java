package miroir.embedded.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code filterableAttributes}.
 *
 * @param plain whether it was given as a bare name, which also covers the fields below it
 */
public record FilterableRule(
        List<String> patterns, boolean plain, boolean facetSearch, boolean equality, boolean comparison) {

    /** Reads the setting's value, which has been checked. */
    static List<FilterableRule> parse(@Nullable Object setting) {
        List<FilterableRule> rules = new ArrayList<>();
        for (Object entry : (List<?>) java.util.Objects.requireNonNull(setting)) {
            if (entry instanceof String name) {
                rules.add(new FilterableRule(List.of(name), true, true, true, true));
            } else {
                Map<String, @Nullable Object> rule = Json.asObject(entry);
                Map<String, @Nullable Object> features = Json.asObject(rule.get("features"));
                Map<String, @Nullable Object> filter = Json.asObject(features.get("filter"));
                rules.add(new FilterableRule(
                        Json.asStrings(rule.get("attributePatterns")),
                        false,
                        Boolean.TRUE.equals(features.get("facetSearch")),
                        Boolean.TRUE.equals(filter.get("equality")),
                        Boolean.TRUE.equals(filter.get("comparison"))));
            }
        }
        return List.copyOf(rules);
    }

    /** Whether the rule speaks of a field. */
    public boolean matches(String field) {
        for (String pattern : patterns) {
            if (plain
                    ? FieldPattern.covers(pattern, field) || pattern.equals("*")
                    : FieldPattern.matches(pattern, field)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the fields that a pattern may stand for and those of the rule have one in common. */
    public boolean meets(String other) {
        for (String pattern : patterns) {
            if (FieldPattern.matches(other, pattern)
                    || FieldPattern.covers(pattern, other)
                    || FieldPattern.covers(other, pattern)
                    || (!plain && FieldPattern.matches(pattern, other))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the rule allows filters at all. */
    public boolean filterable() {
        return equality || comparison;
    }
}
