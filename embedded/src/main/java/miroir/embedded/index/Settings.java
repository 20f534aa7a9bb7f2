package miroir.embedded.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** The settings of an index, all of them present, in the order Meilisearch shows them. */
public final class Settings {

    private static final List<String> ONE_LEVEL = List.of("typoTolerance", "faceting", "pagination", "embedders");

    /** What a new index has. */
    public static final Settings DEFAULT = new Settings(defaults());

    private final Map<String, @Nullable Object> tree;
    private final List<FilterableRule> filterable;
    private final Set<String> sortable;
    private final List<String> searchable;
    private final List<String> rankingRules;

    private Settings(Map<String, @Nullable Object> tree) {
        this.tree = tree;
        this.filterable = FilterableRule.parse(tree.get("filterableAttributes"));
        this.sortable = new TreeSet<>(strings("sortableAttributes"));
        this.searchable = strings("searchableAttributes");
        this.rankingRules = strings("rankingRules");
    }

    private static Map<String, @Nullable Object> defaults() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("displayedAttributes", List.of("*"));
        tree.put("searchableAttributes", List.of("*"));
        tree.put("filterableAttributes", List.of());
        tree.put("sortableAttributes", List.of());
        tree.put(
                "rankingRules",
                List.of("words", "typo", "proximity", "attributeRank", "sort", "wordPosition", "exactness"));
        for (String name : List.of("stopWords", "nonSeparatorTokens", "separatorTokens", "dictionary")) {
            tree.put(name, List.of());
        }
        tree.put("synonyms", Map.of());
        tree.put("distinctAttribute", null);
        tree.put("proximityPrecision", "byWord");
        tree.put("typoTolerance", typoDefaults());
        tree.put("faceting", Json.object("maxValuesPerFacet", number(100), "sortFacetValuesBy", Map.of("*", "alpha")));
        tree.put("pagination", Json.object("maxTotalHits", number(1000)));
        tree.put("embedders", Map.of());
        tree.put("searchCutoffMs", null);
        tree.put("localizedAttributes", null);
        tree.put("facetSearch", true);
        tree.put("prefixSearch", "indexingTime");
        return tree;
    }

    private static Map<String, @Nullable Object> typoDefaults() {
        return Json.object(
                "enabled", true,
                "minWordSizeForTypos", Json.object("oneTypo", number(5), "twoTypos", number(9)),
                "disableOnWords", List.of(),
                "disableOnAttributes", List.of(),
                "disableOnNumbers", false);
    }

    private static JsonNumber number(int value) {
        return new JsonNumber(Integer.toString(value));
    }

    /** Settings read back from {@link #tree()}. */
    public static Settings of(Map<String, @Nullable Object> tree) {
        return DEFAULT.with(tree);
    }

    /** These settings with a checked change applied; null resets. */
    public Settings with(Map<String, @Nullable Object> change) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>(tree);
        change.forEach((name, value) -> {
            if (DEFAULT_TREE.containsKey(name)) {
                next.put(name, merged(name, next.get(name), value));
            }
        });
        return new Settings(next);
    }

    private static final Map<String, @Nullable Object> DEFAULT_TREE = defaults();

    private static @Nullable Object merged(String name, @Nullable Object old, @Nullable Object change) {
        if (change == null) {
            return DEFAULT_TREE.get(name);
        }
        return ONE_LEVEL.contains(name) ? mergedObject(old, change, DEFAULT_TREE.get(name)) : change;
    }

    private static Map<String, @Nullable Object> mergedObject(
            @Nullable Object old, Object change, @Nullable Object standard) {
        Map<String, @Nullable Object> next = new LinkedHashMap<>(Json.asObject(old));
        Json.asObject(change).forEach((name, value) -> {
            Object fallback = standard instanceof Map<?, ?> map ? map.get(name) : null;
            if (value == null && fallback == null) {
                next.remove(name);
            } else if (value == null) {
                next.put(name, fallback);
            } else if (value instanceof Map<?, ?> && next.get(name) instanceof Map<?, ?>) {
                Map<String, @Nullable Object> inner = mergedObject(next.get(name), value, fallback);
                next.put(name, name.equals("sortFacetValuesBy") ? new TreeMap<>(inner) : inner);
            } else {
                next.put(name, value);
            }
        });
        return next;
    }

    /** All settings. */
    public Map<String, @Nullable Object> tree() {
        return tree;
    }

    private List<String> strings(String name) {
        return List.copyOf(Json.asStrings(tree.get(name)));
    }

    /** The rules of {@code filterableAttributes}, in order. */
    public List<FilterableRule> filterable() {
        return filterable;
    }

    /** The first rule that speaks of a field, or null. */
    public @Nullable FilterableRule filterableRule(String field) {
        for (FilterableRule rule : filterable) {
            if (rule.matches(field)) {
                return rule;
            }
        }
        return null;
    }

    /** The patterns of all attributes that filters may use, sorted. */
    public Set<String> filterablePatterns() {
        Set<String> patterns = new TreeSet<>();
        filterable.stream().filter(FilterableRule::filterable).forEach(rule -> patterns.addAll(rule.patterns()));
        return patterns;
    }

    /** The searchable attributes, in order; {@code *} stands for all. */
    public List<String> searchable() {
        return List.copyOf(searchable);
    }

    /** The sortable attributes, sorted. */
    public Set<String> sortable() {
        return sortable;
    }

    /** Whether a field may be sorted by. */
    public boolean isSortable(String field) {
        return sortable.stream().anyMatch(name -> FieldPattern.covers(name, field) || name.equals("*"));
    }

    /** The ranking rules, in order. */
    public List<String> rankingRules() {
        return rankingRules;
    }

    /** The weight of a searchable field (0 is best), or -1 when it is not searchable. */
    public int weight(String field) {
        if (searchable.contains("*")) {
            return 0;
        }
        for (int i = 0; i < searchable.size(); i++) {
            if (FieldPattern.covers(searchable.get(i), field)) {
                return i;
            }
        }
        return -1;
    }

    /** The largest weight a field can have. */
    public int maxWeight() {
        return searchable.contains("*") || searchable.isEmpty() ? 0 : searchable.size() - 1;
    }

    /** The displayed attributes; {@code *} stands for all. */
    public List<String> displayed() {
        return strings("displayedAttributes");
    }

    /** The words a query and a document ignore. */
    public Set<String> stopWords() {
        return Set.copyOf(strings("stopWords"));
    }

    /** The attribute of which each value is shown once, or null. */
    public @Nullable String distinct() {
        return (String) tree.get("distinctAttribute");
    }

    /** The synonyms, as given. */
    public Map<String, @Nullable Object> synonyms() {
        return Json.asObject(tree.get("synonyms"));
    }

    /** Whether the last word of a query stands for all words that start with it. */
    public boolean prefixSearch() {
        return !"disabled".equals(tree.get("prefixSearch"));
    }

    /** A nested setting such as {@code typoTolerance.enabled}. */
    public @Nullable Object nested(String object, String name) {
        return Json.asObject(tree.get(object)).get(name);
    }

    /** A nested setting that is a number. */
    public int nestedInt(String object, String name) {
        return nested(object, name) instanceof JsonNumber number
                ? (int) Math.min(Integer.MAX_VALUE, number.doubleValue())
                : 0;
    }

    /** Whether values of facets may be searched. */
    public boolean facetSearch() {
        return !Boolean.FALSE.equals(tree.get("facetSearch"));
    }

    /** Whether the values of a facet are ordered by how often they occur. */
    public boolean isByCount(String facet) {
        Map<String, @Nullable Object> orders = Json.asObject(nested("faceting", "sortFacetValuesBy"));
        return "count".equals(orders.getOrDefault(facet, orders.get("*")));
    }

    /** The fields whose values are looked at other than as text. */
    public boolean isFaceted(String field) {
        return filterableRule(field) != null
                || isSortable(field)
                || (distinct() != null && FieldPattern.covers(distinct(), field))
                || customRules().contains(field);
    }

    /** Whether documents can be filtered or sorted by their place. */
    public boolean usesGeo() {
        return sortable.contains("_geo")
                || filterable.stream()
                        .anyMatch(rule -> rule.plain() && rule.patterns().contains("_geo"));
    }

    private List<String> customRules() {
        List<String> fields = new ArrayList<>();
        for (String rule : rankingRules) {
            int colon = rule.lastIndexOf(':');
            if (colon > 0) {
                fields.add(rule.substring(0, colon));
            }
        }
        return fields;
    }
}
