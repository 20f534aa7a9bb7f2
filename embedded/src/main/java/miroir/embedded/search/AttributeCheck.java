package miroir.embedded.search;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.FilterableRule;
import miroir.embedded.index.Settings;
import org.jspecify.annotations.Nullable;

/** Refuses attributes that a search may not use so. */
final class AttributeCheck {

    private static final String NOTHING_FILTERABLE = "This index does not have configured filterable attributes.";

    private final Settings settings;
    private final String prefix;

    AttributeCheck(Settings settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
    }

    /**
     * The attributes to search in.
     *
     * @param known the fields that documents have
     */
    void searchOn(@Nullable List<String> names, Set<String> known) {
        if (names == null || settings.searchable().contains("*")) {
            return;
        }
        TreeSet<String> searchable = new TreeSet<>(settings.searchable());
        known.stream().filter(field -> settings.weight(field) >= 0).forEach(searchable::add);
        for (String name : names) {
            boolean found = name.contains("*")
                    ? searchable.stream().anyMatch(field -> FieldPattern.matches(name, field))
                    : searchable.contains(name);
            if (!found && !name.equals("*")) {
                throw new ApiException(
                        "invalid_search_attributes_to_search_on",
                        prefix + "Attribute `" + name + "` is not searchable. Available searchable attributes are: `"
                                + shown(searchable) + "`.");
            }
        }
    }

    void distinct(@Nullable String name) {
        FilterableRule rule = name == null ? null : settings.filterableRule(name);
        if (name == null || (rule != null && rule.filterable())) {
            return;
        }
        throw new ApiException(
                "invalid_search_distinct",
                prefix + "Attribute `" + name + "` is not filterable and thus, cannot be used as distinct attribute. "
                        + (rule == null ? available() : ruleOf(name, rule)));
    }

    private String available() {
        Set<String> patterns = settings.filterablePatterns();
        return patterns.stream().noneMatch(this::isShown)
                ? NOTHING_FILTERABLE
                : "Available filterable attributes patterns are: `" + shown(patterns) + "`.";
    }

    private String ruleOf(String name, FilterableRule rule) {
        int number = settings.filterable().indexOf(rule);
        return "Note: this attribute matches rule #" + number
                + " in filterableAttributes, but this rule does not enable filtering.\nHint: enable filtering in rule #"
                + number + " by adding appropriate filter features.\nHint: prepend another rule matching " + name
                + " with filter features before rule #" + number;
    }

    void sort(List<SortRule> rules) {
        if (rules.isEmpty()) {
            return;
        }
        if (!settings.rankingRules().contains("sort")) {
            throw new ApiException(
                    "invalid_search_sort",
                    prefix + "You must specify where `sort` is listed in the rankingRules setting to use the sort"
                            + " parameter at search time.");
        }
        Set<String> sortable = settings.sortable();
        String available = sortable.stream().noneMatch(this::isShown) ? "" : shown(sortable);
        SortRule.check(rules, settings, available, "invalid_search_sort", prefix);
    }

    void facets(@Nullable List<String> patterns) {
        if (patterns != null) {
            patterns.forEach(this::facet);
        }
    }

    /** The first rule that speaks of a facet decides. */
    private void facet(String facet) {
        for (FilterableRule rule : settings.filterable()) {
            if (rule.filterable() && rule.meets(facet)) {
                return;
            }
            if (!rule.filterable() && rule.matches(facet)) {
                int number = settings.filterable().indexOf(rule);
                throw notFacet("Attribute `" + facet + "` matched rule #" + number
                        + " in filterableAttributes, but this rule does not enable filtering.\nHint: enable filtering in"
                        + " rule #" + number + " by modifying the features.filter object\nHint: prepend another rule"
                        + " matching `" + facet + "` with appropriate filter features before rule #" + number);
            }
        }
        Set<String> patterns = settings.filterablePatterns();
        throw notFacet("Pattern `" + facet + "` is not filterable. "
                + (patterns.isEmpty()
                        ? NOTHING_FILTERABLE
                        : "Available filterable attributes patterns are: `" + String.join(", ", patterns) + "`."));
    }

    private static ApiException notFacet(String why) {
        return new ApiException("invalid_search_facets", "Invalid facet distribution: " + why);
    }

    private String shown(Collection<String> names) {
        List<String> shown = names.stream().filter(this::isShown).toList();
        return String.join(", ", shown) + (shown.size() < names.size() ? ", <..hidden-attributes>" : "");
    }

    private boolean isShown(String name) {
        return Display.shows(settings.displayed(), name);
    }
}
