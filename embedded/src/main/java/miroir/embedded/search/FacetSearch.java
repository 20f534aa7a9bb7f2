package miroir.embedded.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Column;
import miroir.embedded.index.Document;
import miroir.embedded.index.FilterableRule;
import miroir.embedded.index.IndexView;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Finds the texts of one field that begin like a query, and counts each over the documents that a search matches. */
public final class FacetSearch {

    private final IndexView view;
    private final Settings settings;
    private final String facet;
    private final @Nullable String query;

    /** A search for values of a field; without a query all its texts are found. */
    public FacetSearch(IndexView view, String facet, @Nullable String query) {
        this.view = view;
        this.settings = view.settings();
        this.facet = facet;
        this.query = query;
    }

    /** A text of the field. */
    private record Value(String key, String folded, String shown, int count) {
        Map<String, @Nullable Object> json() {
            return Json.object("value", shown, "count", count);
        }
    }

    /** The values found, for the matches of that search. */
    public List<Map<String, @Nullable Object>> run(Search search) {
        if (!settings.facetSearch()) {
            throw new ApiException("facet_search_disabled", "The facet search is disabled for this index");
        }
        List<Document> candidates = search.candidates();
        requireSearchable();
        Predicate<String> wanted =
                query == null ? folded -> true : new FacetQuery(settings, facet).matching(fold(query));
        Comparator<Value> order = Comparator.comparing(Value::key);
        List<Value> found = values(candidates).stream()
                .filter(value -> wanted.test(value.folded()))
                .sorted(
                        query == null
                                ? order
                                : Comparator.comparing(Value::folded).thenComparing(order))
                .toList();
        int max = settings.nestedInt("faceting", "maxValuesPerFacet");
        List<Value> shown =
                settings.isByCount(facet) ? mostFrequent(found, max) : found.subList(0, Math.min(max, found.size()));
        return shown.stream().map(Value::json).toList();
    }

    private void requireSearchable() {
        List<FilterableRule> rules = settings.filterable();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(facet)) {
                if (rules.get(i).facetSearch()) {
                    return;
                }
                throw notSearchable("Note: this attribute matches rule #" + i
                        + " in filterableAttributes, but this rule does not enable facetSearch.\nHint: enable facetSearch"
                        + " in rule #" + i
                        + " by adding `\"facetSearch\": true` to the rule.\nHint: prepend another rule"
                        + " matching " + facet + " with facetSearch: true before rule #" + i);
            }
        }
        Set<String> patterns = new TreeSet<>();
        rules.stream().filter(FilterableRule::facetSearch).forEach(rule -> patterns.addAll(rule.patterns()));
        int all = patterns.size();
        patterns.removeIf(pattern -> !Display.shows(settings.displayed(), pattern));
        String advice = " To make it facet-searchable add it to the `filterableAttributes` index settings.";
        throw notSearchable((patterns.isEmpty()
                        ? "This index does not have configured facet-searchable attributes."
                        : "Available facet-searchable attributes patterns are: `" + String.join(", ", patterns)
                                + (patterns.size() < all ? ", <..hidden-attributes>" : "") + "`.")
                + advice);
    }

    private ApiException notSearchable(String why) {
        return new ApiException(
                "invalid_facet_search_facet_name", "Attribute `" + facet + "` is not facet-searchable. " + why);
    }

    /** The texts that candidates hold, spelt as in the first of all documents that holds them. */
    private List<Value> values(List<Document> candidates) {
        Column column = view.lookup().column(facet);
        int[] counts = new int[column.size()];
        for (Document candidate : candidates) {
            int slot = candidate.slot();
            for (int at = column.start(slot); at < column.start(slot + 1); at++) {
                counts[column.value(at)]++;
            }
        }
        Map<Integer, String> spellings = new HashMap<>();
        for (Document document : view.documents()) {
            int slot = document.slot();
            for (int at = column.start(slot); at < column.start(slot + 1); at++) {
                String spelling = column.spelling(at);
                if (spelling != null) {
                    spellings.putIfAbsent(column.value(at), spelling);
                }
            }
        }
        List<Value> values = new ArrayList<>();
        spellings.forEach((value, spelling) -> {
            if (counts[value] > 0) {
                String key = column.key(value).toString();
                values.add(new Value(key, fold(key), spelling, counts[value]));
            }
        });
        return values;
    }

    /** Of those that occur equally often the last ones push the others out, as from a node's heap. */
    private static List<Value> mostFrequent(List<Value> found, int max) {
        Comparator<Value> order = Comparator.comparingInt(Value::count).thenComparing(Value::shown);
        TreeSet<Value> best = new TreeSet<>(order.thenComparing(Value::key));
        for (Value value : found) {
            if (best.size() < max) {
                best.add(value);
            } else if (max > 0 && best.first().count() <= value.count()) {
                best.pollFirst();
                best.add(value);
            }
        }
        return List.copyOf(best.descendingSet());
    }

    /** The form in which values are searched: no accents, ligatures apart. */
    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\p{Mn}\\p{Cc}]", "")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replaceAll("[’‘‛]", "'");
    }
}
