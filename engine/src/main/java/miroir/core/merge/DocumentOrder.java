package miroir.core.merge;

import java.util.Comparator;

/**
 * The order of documents that rank the same, by id: integers by value, then all other ids by UTF-8 bytes. Total: only
 * the same id text compares equal.
 */
public final class DocumentOrder {
    /** The order as a comparator of id texts. */
    public static final Comparator<String> IDS = DocumentOrder::compare;

    private DocumentOrder() {}

    /** Compares two id texts. */
    public static int compare(String left, String right) {
        boolean leftInteger = isInteger(left);
        boolean rightInteger = isInteger(right);
        if (leftInteger != rightInteger) {
            return leftInteger ? -1 : 1;
        }
        return leftInteger ? compareIntegers(left, right) : Utf8Order.compare(left, right);
    }

    // Digits are compared as text, so that ids beyond 64 bits keep their order.
    private static int compareIntegers(String left, String right) {
        boolean leftNegative = left.charAt(0) == '-';
        if (leftNegative != (right.charAt(0) == '-')) {
            return leftNegative ? -1 : 1;
        }
        int order = left.length() == right.length() ? left.compareTo(right) : left.length() - right.length();
        return leftNegative ? -order : order;
    }

    /** An integer in its one canonical spelling: "007", "+7" and "-0" are texts. */
    private static boolean isInteger(String id) {
        int start = id.startsWith("-") ? 1 : 0;
        int digits = id.length() - start;
        if (digits == 0 || (id.charAt(start) == '0' && id.length() > 1)) {
            return false;
        }
        for (int at = start; at < id.length(); at++) {
            if (id.charAt(at) < '0' || id.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }
}
