package miroir.core.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sum of one facet value over all answers; values order and group by their normalised key. */
final class FacetTally {
    /** Up to here a node walks the documents and meets numbers in the order of their text. */
    private static final long NUMBERS_AS_TEXT_UP_TO = 3000;

    private static final Comparator<FacetTally> NUMBERS_FIRST =
            Comparator.comparing((FacetTally tally) -> tally.number == null);
    private static final Comparator<FacetTally> BY_TEXT = (a, b) -> Utf8Order.compare(a.key, b.key);
    private static final Comparator<FacetTally> BY_NUMBER =
            (a, b) -> a.number == null || b.number == null ? 0 : Double.compare(a.number, b.number);
    private static final Comparator<FacetTally> BY_VALUE = BY_NUMBER.thenComparing(BY_TEXT);

    private final String key;
    private final @Nullable Double number;
    private String spelling;
    private long spellingCount;
    private long count;

    private FacetTally(FacetValue first, String key, boolean numeric) {
        this.key = key;
        this.number = numeric ? Double.valueOf(first.key()) : null;
        this.spelling = first.key();
    }

    static List<FacetValue> sum(List<FacetField> facets, FacetOrder order, long candidates, int most) {
        Map<String, FacetTally> tallies = new HashMap<>();
        for (FacetField facet : facets) {
            for (FacetValue value : facet.values()) {
                boolean numeric = facet.bounds() != null && isNumber(value.key());
                String key = numeric ? value.key() : FacetText.normalise(value.key());
                tallies.computeIfAbsent(key, name -> new FacetTally(value, name, numeric))
                        .add(value);
            }
        }
        List<FacetTally> sorted = new ArrayList<>(tallies.values());
        sorted.sort(NUMBERS_FIRST.thenComparing(comparator(order, candidates)));
        return sorted.stream()
                .limit(most)
                .map(tally -> new FacetValue(tally.spelling, tally.count))
                .toList();
    }

    private static Comparator<FacetTally> comparator(FacetOrder order, long candidates) {
        if (order == FacetOrder.COUNT) {
            return Comparator.comparingLong((FacetTally tally) -> tally.count)
                    .reversed()
                    .thenComparing(BY_VALUE.reversed());
        }
        return candidates <= NUMBERS_AS_TEXT_UP_TO ? BY_TEXT : BY_VALUE;
    }

    private void add(FacetValue value) {
        count += value.count();
        if (value.count() > spellingCount
                || (value.count() == spellingCount && Utf8Order.compare(value.key(), spelling) < 0)) {
            spelling = value.key();
            spellingCount = value.count();
        }
    }

    /** A number as nodes print facet keys: no exponent, no leading or trailing zeros. */
    private static boolean isNumber(String key) {
        int start = key.startsWith("-") ? 1 : 0;
        int point = key.indexOf('.');
        int whole = point < 0 ? key.length() : point;
        return allDigits(key, start, whole)
                && (key.charAt(start) != '0' || whole - start == 1)
                && (point < 0 || (allDigits(key, point + 1, key.length()) && !key.endsWith("0")));
    }

    private static boolean allDigits(String key, int from, int to) {
        for (int at = from; at < to; at++) {
            if (key.charAt(at) < '0' || key.charAt(at) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
