package miroir.embedded.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Document;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.FieldValues;
import miroir.embedded.index.IndexView;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Counts the values of fields over the matching documents. */
final class Facets {

    private static final int LEXICAL = 3000;

    private final IndexView view;
    private final Settings settings;
    private final TreeSet<String> fields = new TreeSet<>();

    /** How often a value occurs, and how it is spelt. */
    private record Count(String key, String shown, int count) {}

    Facets(IndexView view, @Nullable List<String> asked) {
        this.view = view;
        this.settings = view.settings();
        if (asked == null) {
            return;
        }
        for (String pattern : asked) {
            if (!pattern.equals("*") && !pattern.contains("*") && settings.filterableRule(pattern) == null) {
                throw new ApiException(
                        "invalid_search_facets",
                        "Invalid facet distribution: Pattern `" + pattern + "` is not filterable. "
                                + available(settings));
            }
            for (String field : view.lookup().fields().keySet()) {
                if (FieldPattern.matches(pattern, field) && settings.filterableRule(field) != null) {
                    fields.add(field);
                }
            }
        }
    }

    /** The sentence that lists the filterable attributes. */
    static String available(Settings settings) {
        return settings.filterablePatterns().isEmpty()
                ? "This index does not have configured filterable attributes."
                : "Available filterable attributes patterns are: `" + String.join(", ", settings.filterablePatterns())
                        + "`.";
    }

    /** Adds distribution and statistics to an answer. */
    void count(List<Document> candidates, Map<String, @Nullable Object> answer) {
        BitSet wanted = new BitSet();
        candidates.forEach(document -> wanted.set(document.slot()));
        List<Document> byId = new ArrayList<>(candidates.size());
        for (Document document : view.documents()) {
            if (wanted.get(document.slot())) {
                byId.add(document);
            }
        }
        Map<String, @Nullable Object> distribution = new LinkedHashMap<>();
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        for (String field : fields) {
            distribution.put(field, count(field, byId, stats));
        }
        answer.put("facetDistribution", distribution);
        answer.put("facetStats", stats);
    }

    private Map<String, Integer> count(String field, List<Document> candidates, Map<String, @Nullable Object> stats) {
        Map<Double, Integer> numbers = new HashMap<>();
        Map<String, Count> strings = new HashMap<>();
        for (Document document : candidates) {
            FieldValues values = document.values(field);
            if (values != null) {
                values.numbers().stream()
                        .map(number -> number == 0 ? Double.valueOf(0) : number)
                        .distinct()
                        .forEach(number -> numbers.merge(number, 1, Integer::sum));
                addStrings(values, strings);
            }
        }
        if (!numbers.isEmpty()) {
            double min = numbers.keySet().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .orElse(0);
            double max = numbers.keySet().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            stats.put(field, Json.object("min", min, "max", max));
        }
        return ordered(field, numbers, strings, candidates.size());
    }

    private static void addStrings(FieldValues values, Map<String, Count> strings) {
        TreeSet<String> counted = new TreeSet<>();
        for (int i = 0; i < values.strings().size(); i++) {
            String key = values.normalized().get(i);
            if (counted.add(key)) {
                String shown = values.strings().get(i);
                strings.merge(
                        key, new Count(key, shown, 1), (old, more) -> new Count(key, old.shown(), old.count() + 1));
            }
        }
    }

    private Map<String, Integer> ordered(
            String field, Map<Double, Integer> numbers, Map<String, Count> strings, int candidates) {
        boolean byCount = isByCount(field);
        Comparator<Count> textOrder = Comparator.comparing(Count::key);
        Comparator<Map.Entry<Double, Integer>> numberOrder = byCount
                ? Map.Entry.<Double, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed()
                : candidates <= LEXICAL
                        ? Comparator.comparing(entry -> JsonNumber.display(entry.getKey()))
                        : Map.Entry.comparingByKey();
        Map<String, Integer> ordered = new LinkedHashMap<>();
        int max = settings.nestedInt("faceting", "maxValuesPerFacet");
        numbers.entrySet().stream()
                .sorted(numberOrder)
                .limit(max)
                .forEach(entry -> ordered.put(JsonNumber.display(entry.getKey()), entry.getValue()));
        strings.values().stream()
                .sorted(
                        byCount
                                ? Comparator.comparingInt(Count::count)
                                        .thenComparing(textOrder)
                                        .reversed()
                                : textOrder)
                .limit(Math.max(0, max - ordered.size()))
                .forEach(count -> ordered.put(count.shown(), count.count()));
        return ordered;
    }

    private boolean isByCount(String field) {
        Map<String, @Nullable Object> orders = Json.asObject(settings.nested("faceting", "sortFacetValuesBy"));
        Object order = orders.getOrDefault(field, orders.get("*"));
        return "count".equals(order);
    }
}
