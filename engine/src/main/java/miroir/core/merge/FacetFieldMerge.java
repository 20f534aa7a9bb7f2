package miroir.core.merge;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the values of one facet, orders and cuts them as one node would (source: milli, facet_distribution.rs). */
final class FacetFieldMerge {
    /** Up to here a node walks the documents and meets numbers in the order of their text. */
    private static final long NUMBERS_AS_TEXT_UP_TO = 3000;

    private static final Comparator<FacetTally> BY_TEXT = (a, b) -> Utf8Order.compare(a.key(), b.key());
    private static final Comparator<FacetTally> BY_NUMBER = Comparator.comparingDouble(FacetTally::number);

    private final Map<String, FacetTally> numbers = new HashMap<>();
    private final Map<String, FacetTally> texts = new HashMap<>();

    FacetFieldMerge(List<FacetField> facets) {
        for (FacetField facet : facets) {
            for (FacetValue value : facet.values()) {
                if (isNumber(value.key(), facet)) {
                    FacetTally.addNumber(numbers, value);
                } else {
                    FacetTally.addText(texts, value);
                }
            }
        }
    }

    /** The numbers, then the texts; a text that is written like a number stands in its place, with its own count. */
    List<FacetValue> shown(FacetOrder order, long candidates, int most) {
        boolean documents = order == FacetOrder.ALPHA && candidates <= NUMBERS_AS_TEXT_UP_TO;
        Map<String, Long> shown = new LinkedHashMap<>();
        put(numbers.values(), ordered(documents ? BY_TEXT : BY_NUMBER, order), documents, most, shown);
        put(texts.values(), ordered(BY_TEXT, order), documents, most, shown);
        return shown.entrySet().stream()
                .map(entry -> new FacetValue(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Comparator<FacetTally> ordered(Comparator<FacetTally> byValue, FacetOrder order) {
        return order == FacetOrder.ALPHA
                ? byValue
                : Comparator.comparingLong(FacetTally::count)
                        .thenComparing(byValue)
                        .reversed();
    }

    /**
     * A node that walks documents takes as many values as there is room for. One that walks its tree of values stops
     * when there are just as many as wanted, so texts have no bound once the numbers alone have filled the answer.
     */
    private static void put(
            Collection<FacetTally> tallies,
            Comparator<FacetTally> order,
            boolean documents,
            int most,
            Map<String, Long> shown) {
        int room = Math.max(0, most - shown.size());
        List<FacetTally> sorted = tallies.stream()
                .sorted(order)
                .limit(documents ? room : Long.MAX_VALUE)
                .toList();
        for (FacetTally tally : sorted) {
            shown.put(tally.spelling(), tally.count());
            if (!documents && shown.size() == most) {
                return;
            }
        }
    }

    /** Whether a key stands for a number: it is written as nodes write numbers and lies among those of the answer. */
    private static boolean isNumber(String key, FacetField facet) {
        FacetBounds bounds = facet.bounds();
        if (bounds == null || !isWrittenAsNumber(key)) {
            return false;
        }
        double value = Double.parseDouble(key);
        return value >= bounds.min().value() && value <= bounds.max().value();
    }

    /** A number as nodes print facet keys: no exponent, no leading or trailing zeros. */
    private static boolean isWrittenAsNumber(String key) {
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
