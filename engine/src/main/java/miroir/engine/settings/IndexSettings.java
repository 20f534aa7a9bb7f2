package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What searches need of an index's settings, parsed once per settings version.
 *
 * @param displayed null: all
 * @param searchable null: all
 * @param sortable sorted
 * @param facetOrders by facet name or {@code *}: {@code alpha} or {@code count}
 * @param facetSearch whether values of facets may be searched at all
 */
public record IndexSettings(
        @Nullable List<String> displayed,
        @Nullable List<String> searchable,
        List<FilterableRule> filterable,
        List<String> sortable,
        List<String> rankingRules,
        @Nullable String distinctAttribute,
        Map<String, String> facetOrders,
        long maxValuesPerFacet,
        long maxTotalHits,
        @Nullable Long searchCutoffMs,
        boolean facetSearch) {

    /** Parses the stored form. */
    public static IndexSettings of(String stored) {
        ObjectNode full = ClientSettings.full(stored);
        List<FilterableRule> rules = new ArrayList<>();
        full.path("filterableAttributes").forEach(rule -> rules.add(FilterableRule.of(rule)));
        Map<String, String> orders = new HashMap<>();
        JsonNode cutoff = full.path("searchCutoffMs");
        JsonNode faceting = full.path("faceting");
        faceting.path("sortFacetValuesBy")
                .properties()
                .forEach(order -> orders.put(order.getKey(), order.getValue().asText()));
        return new IndexSettings(
                openList(full.path("displayedAttributes")),
                openList(full.path("searchableAttributes")),
                List.copyOf(rules),
                texts(full.path("sortableAttributes")),
                texts(full.path("rankingRules")),
                full.path("distinctAttribute").textValue(),
                Map.copyOf(orders),
                faceting.path("maxValuesPerFacet").asLong(),
                full.path("pagination").path("maxTotalHits").asLong(),
                cutoff.isIntegralNumber() ? cutoff.longValue() : null,
                full.path("facetSearch").asBoolean(true));
    }

    /** Whether hits show this attribute; nested names count on their own, as in Meilisearch. */
    public boolean displays(String attribute) {
        return displayed == null || displayed.contains(attribute);
    }

    /** Whether a facet's values are ordered by count, else alphabetically. */
    public boolean ordersByCount(String facet) {
        String order = facetOrders.getOrDefault(facet, facetOrders.getOrDefault("*", "alpha"));
        return order.equals("count");
    }

    /** The position in filterableAttributes of the rule that decides about an attribute. */
    public OptionalInt ruleOf(String attribute) {
        for (int i = 0; i < filterable.size(); i++) {
            if (filterable.get(i).matches(attribute)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether filters may use this attribute. */
    public boolean isFilterable(String attribute) {
        OptionalInt rule = ruleOf(attribute);
        return rule.isPresent() && filterable.get(rule.getAsInt()).filterable();
    }

    /** Whether values of this attribute may be searched. */
    public boolean isFacetSearchable(String attribute) {
        OptionalInt rule = ruleOf(attribute);
        return rule.isPresent() && filterable.get(rule.getAsInt()).facetSearch();
    }

    /** Whether sorts may use this attribute. */
    public boolean isSortable(String attribute) {
        return sortable.stream().anyMatch(field -> FilterableRule.isOrBelongsTo(attribute, field));
    }

    /** The client's own patterns that allow filters, sorted, as error texts list them. */
    public List<String> filterablePatterns() {
        TreeSet<String> patterns = new TreeSet<>(ValueChecks.BYTE_ORDER);
        filterable.stream().filter(FilterableRule::filterable).forEach(rule -> patterns.addAll(rule.patterns()));
        return List.copyOf(patterns);
    }

    /** The client's own patterns that allow to search facet values, sorted, as error texts list them. */
    public List<String> facetSearchablePatterns() {
        TreeSet<String> patterns = new TreeSet<>(ValueChecks.BYTE_ORDER);
        filterable.stream().filter(FilterableRule::facetSearch).forEach(rule -> patterns.addAll(rule.patterns()));
        return List.copyOf(patterns);
    }

    private static @Nullable List<String> openList(JsonNode list) {
        List<String> names = texts(list);
        return names.contains("*") ? null : names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>(list.size());
        list.forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }
}
