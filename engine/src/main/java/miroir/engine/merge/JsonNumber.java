package miroir.engine.merge;

import java.nio.charset.StandardCharsets;

/** Reads numbers from JSON bytes; the common short ones without garbage. */
final class JsonNumber {
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18
    };
    private static final int MOST_DIGITS = 18;
    private static final long EXACT = 1L << 53;

    private JsonNumber() {}

    /** The nearest double, as {@link Double#parseDouble} gives it. */
    static double exact(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        int digits = negative ? from + 1 : from;
        long mantissa = 0;
        int point = to;
        for (int at = digits; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9 && to - digits <= MOST_DIGITS) {
                mantissa = mantissa * 10 + digit;
            } else if (bytes[at] == '.') {
                point = at + 1;
            } else {
                return slow(bytes, from, to);
            }
        }
        // Both operands are exact, so the one rounding of the division gives the nearest double.
        double value = mantissa / TENS[to - point];
        return mantissa > EXACT ? slow(bytes, from, to) : negative ? -value : value;
    }

    /**
     * A score, which has up to 17 decimals and few whole digits, fast: at most one unit in the last place off, equal
     * texts give equal numbers and the order is kept.
     */
    static double score(byte[] bytes, int from, int to) {
        if (to - from < 3 || to - from > MOST_DIGITS + 2 || bytes[from + 1] != '.' || !isUnit(bytes[from])) {
            return exact(bytes, from, to);
        }
        long decimals = 0;
        int at = from + 2;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return slow(bytes, from, to);
            }
            decimals = decimals * 10 + digit;
        }
        return (bytes[from] - '0') + (decimals * (long) TENS[MOST_DIGITS - (to - from - 2)]) / TENS[MOST_DIGITS];
    }

    private static boolean isUnit(byte digit) {
        return digit == '0' || digit == '1';
    }

    private static double slow(byte[] bytes, int from, int to) {
        try {
            return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException malformed) {
            throw new MalformedAnswerException("a number", from);
        }
    }
}
