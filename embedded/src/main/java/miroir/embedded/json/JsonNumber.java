package miroir.embedded.json;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A number as it was written. */
public record JsonNumber(String text) {

    /** The nearest double. */
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    /** As an int, at most. */
    public int bounded() {
        return (int) Math.min(Integer.MAX_VALUE, doubleValue());
    }

    /** Whether it is an integer of 64 bits, signed or not, written without fraction and exponent. */
    public boolean isInteger() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && !(i == 0 && c == '-')) {
                return false;
            }
        }
        return text.length() < 19 || new BigInteger(text).bitLength() <= (text.startsWith("-") ? 63 : 64);
    }

    /** Whether it is an integer of 64 bits that is not negative. */
    public boolean isUnsigned() {
        return isInteger() && !text.startsWith("-");
    }

    /** As it is written again: integers of 64 bits as they are, the rest as doubles. */
    public String normalized() {
        return isInteger() ? text : ofDouble(doubleValue());
    }

    /** A double as JSON text with a fraction or an exponent, shortest form ({@code 10.0}). */
    public static String ofDouble(double value) {
        double magnitude = Math.abs(value);
        String shortest = DoubleToDecimal.toString(value);
        if (magnitude == 0 || (magnitude >= 1e-5 && magnitude < 1e16)) {
            return magnitude >= 1e7 || (magnitude < 1e-3 && magnitude != 0) ? plain(shortest) : shortest;
        }
        String exponent = magnitude >= 1 ? "e+" : "e";
        return shortest.replace(".0E", exponent).replace("E", exponent);
    }

    /** A double as plain digits, without a fraction when it is whole ({@code 10}). */
    public static String display(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        return new BigDecimal(DoubleToDecimal.toString(value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String plain(String shortest) {
        String digits = new BigDecimal(shortest).stripTrailingZeros().toPlainString();
        return digits.indexOf('.') < 0 ? digits + ".0" : digits;
    }
}
