package miroir.embedded.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import miroir.embedded.index.Column;
import miroir.embedded.index.Document;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.FilterableRule;
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
            for (String field : view.lookup().fields().keySet()) {
                if (FieldPattern.matches(pattern, field) && isFilterable(field)) {
                    fields.add(field);
                }
            }
        }
    }

    private boolean isFilterable(String field) {
        FilterableRule rule = settings.filterableRule(field);
        return rule != null && rule.filterable();
    }

    /** Adds distribution and statistics to an answer. */
    void count(List<Document> candidates, Map<String, @Nullable Object> answer) {
        int[] byId = byId(candidates);
        Map<String, @Nullable Object> distribution = new LinkedHashMap<>();
        Map<String, @Nullable Object> stats = new LinkedHashMap<>();
        for (String field : fields) {
            distribution.put(field, count(field, byId, stats));
        }
        answer.put("facetDistribution", distribution);
        answer.put("facetStats", stats);
    }

    /** The candidates' slots in the order of their ids: the first one decides how a value is spelt. */
    private int[] byId(List<Document> candidates) {
        BitSet wanted = new BitSet();
        candidates.forEach(document -> wanted.set(document.slot()));
        int[] slots = new int[candidates.size()];
        int size = 0;
        for (Document document : view.documents()) {
            if (wanted.get(document.slot())) {
                slots[size++] = document.slot();
            }
        }
        return slots;
    }

    private Map<String, Integer> count(String field, int[] candidates, Map<String, @Nullable Object> stats) {
        Column column = view.lookup().column(field);
        int[] counts = new int[column.size()];
        String[] spellings = new String[column.size()];
        for (int slot : candidates) {
            for (int at = column.start(slot); at < column.start(slot + 1); at++) {
                int value = column.value(at);
                if (counts[value]++ == 0) {
                    spellings[value] = column.spelling(at);
                }
            }
        }
        Map<Double, Integer> numbers = new HashMap<>();
        List<Count> strings = new ArrayList<>();
        for (int value = 0; value < counts.length; value++) {
            if (counts[value] > 0 && column.key(value) instanceof Double number) {
                numbers.put(number, counts[value]);
            } else if (counts[value] > 0) {
                strings.add(new Count(column.key(value).toString(), spellings[value], counts[value]));
            }
        }
        if (!numbers.isEmpty()) {
            stats.put(
                    field,
                    Json.object("min", Collections.min(numbers.keySet()), "max", Collections.max(numbers.keySet())));
        }
        return ordered(field, numbers, strings, candidates.length);
    }

    private Map<String, Integer> ordered(
            String field, Map<Double, Integer> numbers, List<Count> strings, int candidates) {
        boolean byCount = settings.isByCount(field);
        Comparator<Count> textOrder = Comparator.comparing(Count::key);
        Comparator<Map.Entry<Double, Integer>> numberOrder = byCount
                ? Map.Entry.<Double, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed()
                : candidates <= LEXICAL
                        ? Comparator.comparing(entry -> JsonNumber.display(entry.getKey()))
                        : Map.Entry.comparingByKey();
        boolean fewDocuments = !byCount && candidates <= LEXICAL;
        Map<String, Integer> ordered = new LinkedHashMap<>();
        fill(
                ordered,
                numbers.entrySet().stream()
                        .sorted(numberOrder)
                        .map(entry -> Map.entry(JsonNumber.display(entry.getKey()), entry.getValue())),
                fewDocuments);
        fill(
                ordered,
                strings.stream()
                        .sorted(
                                byCount
                                        ? Comparator.comparingInt(Count::count)
                                                .thenComparing(textOrder)
                                                .reversed()
                                        : textOrder)
                        .map(count -> Map.entry(count.shown(), count.count())),
                fewDocuments);
        return ordered;
    }

    /**
     * Over few documents a node takes as many values as there is room for. Else it walks a tree of values and stops when
     * there are just as many as wanted, which strings never meet after numbers have filled the answer.
     */
    private void fill(Map<String, Integer> to, Stream<Map.Entry<String, Integer>> values, boolean fewDocuments) {
        int max = settings.nestedInt("faceting", "maxValuesPerFacet");
        int room = Math.max(0, max - to.size());
        Iterator<Map.Entry<String, Integer>> each = (fewDocuments ? values.limit(room) : values).iterator();
        while (each.hasNext()) {
            Map.Entry<String, Integer> value = each.next();
            to.put(value.getKey(), value.getValue());
            if (!fewDocuments && to.size() == max) {
                return;
            }
        }
    }
}
