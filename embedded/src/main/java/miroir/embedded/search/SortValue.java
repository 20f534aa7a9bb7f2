package miroir.embedded.search;

import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * What a document is sorted by under one rule: a number, a text, or nothing.
 *
 * @param number the number or the distance
 * @param text the normalised text
 */
record SortValue(@Nullable Double number, @Nullable String text) {

    static final SortValue NONE = new SortValue(null, null);

    /** Numbers come before texts and texts before nothing, whatever the direction. */
    static int compare(SortValue a, SortValue b, boolean ascending) {
        if (a.kind() != b.kind()) {
            return Integer.compare(a.kind(), b.kind());
        }
        int order = a.number != null && b.number != null
                ? compareNumbers(a.number, b.number)
                : a.text != null && b.text != null ? a.text.compareTo(b.text) : 0;
        return ascending ? order : -order;
    }

    private static int compareNumbers(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }

    private int kind() {
        return number != null ? 0 : text != null ? 1 : 2;
    }

    /** The value as JSON. */
    @Nullable
    Object json() {
        return number != null ? number : text;
    }

    /** The value as JSON, whole numbers without a fraction. */
    @Nullable
    Object shortJson() {
        if (number == null) {
            return text;
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? new JsonNumber(JsonNumber.display(number)) : number;
    }
}
