package miroir.engine.error;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers read and printed as Rust's standard library and serde_json do. */
public final class RustNumber {
    private static final Pattern FLOAT = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern WORD = Pattern.compile("[+-]?(?:inf|infinity|nan)", Pattern.CASE_INSENSITIVE);

    private RustNumber() {}

    /** Reads what {@code str::parse::<f64>} reads; infinities and NaN come back as infinity. */
    public static OptionalDouble parse(String text) {
        if (FLOAT.matcher(text).matches()) {
            return OptionalDouble.of(Double.parseDouble(text));
        }
        return WORD.matcher(text).matches() ? OptionalDouble.of(Double.POSITIVE_INFINITY) : OptionalDouble.empty();
    }

    /** A JSON number token as serde_json prints it again: integers of 64 bits as they are, the rest as doubles, and as it is what is none. */
    public static String normalized(String token) {
        boolean integer = token.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        if (integer && token.length() <= 20 && !token.equals("-0")) {
            BigDecimal value = new BigDecimal(token);
            boolean fits = value.signum() < 0
                    ? value.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
                    : value.toBigInteger().bitLength() <= 64;
            if (fits) {
                return token;
            }
        }
        double value = Double.parseDouble(token);
        return Double.isInfinite(value) ? token : text(value);
    }

    /** The shortest text that reads back as the same finite double, laid out as serde_json lays it out. */
    public static String text(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + layout(digits, point);
    }

    /** The same laid out as Rust prints it for people: no exponent, no fraction when it is whole. */
    public static String display(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value < 0 ? "-inf" : "inf";
        }
        return value == 0
                ? text(value).replace(".0", "")
                : (value < 0 ? "-" : "") + shortest(Math.abs(value)).toPlainString();
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        // Below the normal range a double has fewer than 15 digits.
        int first = value < Double.MIN_NORMAL ? 1 : 15;
        for (int precision = first; precision < 17; precision++) {
            BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    /** {@code point} is where the decimal point stands relative to the first digit. */
    private static String layout(String digits, int point) {
        int length = digits.length();
        if (point > 16 || point <= -5) {
            String fraction = length == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "") + (point - 1);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        return point >= length
                ? digits + "0".repeat(point - length) + ".0"
                : digits.substring(0, point) + "." + digits.substring(point);
    }
}
