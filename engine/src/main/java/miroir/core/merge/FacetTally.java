package miroir.core.merge;

import java.util.Map;

/** The sum of one facet value over all answers. Where its spellings differ, the most frequent one is shown. */
final class FacetTally {
    private final String key;
    private String spelling;
    private long spellingCount;
    private long count;

    private FacetTally(String key, String spelling) {
        this.key = key;
        this.spelling = spelling;
    }

    /** Adds a text, which is one value with all that are equal to it when normalised. */
    static void addText(Map<String, FacetTally> tallies, FacetValue value) {
        add(tallies, FacetText.normalise(value.key()), value);
    }

    /** Adds a number, which is written in one way only. */
    static void addNumber(Map<String, FacetTally> tallies, FacetValue value) {
        add(tallies, value.key(), value);
    }

    private static void add(Map<String, FacetTally> tallies, String key, FacetValue value) {
        tallies.computeIfAbsent(key, name -> new FacetTally(name, value.key())).add(value);
    }

    private void add(FacetValue value) {
        count += value.count();
        if (value.count() > spellingCount
                || (value.count() == spellingCount && Utf8Order.compare(value.key(), spelling) < 0)) {
            spelling = value.key();
            spellingCount = value.count();
        }
    }

    /** The normalised value, or the number as written. */
    String key() {
        return key;
    }

    /** The form in which it is searched. */
    String folded() {
        return FacetText.fold(key);
    }

    double number() {
        return Double.parseDouble(key);
    }

    String spelling() {
        return spelling;
    }

    long count() {
        return count;
    }

    FacetValue shown() {
        return new FacetValue(spelling, count);
    }
}
