package miroir.engine.error;

import java.math.BigInteger;
import java.util.OptionalLong;

/** Unsigned integers in text, as Rust parses them. */
public final class Numbers {
    /** The largest offset, limit or count. */
    public static final BigInteger U64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** The largest task uid. */
    public static final BigInteger U32_MAX = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);

    private Numbers() {}

    /** What exceeds a Java long is that long's maximum. */
    public static long saturated(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    /** The value itself. */
    public static BigInteger exact(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }

    /** Digits, with an optional plus sign; empty when not that or above the bound, which is of 64 bits at most. */
    public static OptionalLong unsigned(String text, BigInteger max) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        BigInteger value = new BigInteger(digits);
        if (value.compareTo(max) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(value.longValue());
    }
}
