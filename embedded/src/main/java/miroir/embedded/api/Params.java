package miroir.embedded.api;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** The query parameters of a call, with Meilisearch's checks and messages. */
final class Params {

    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MOST_SMALL = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);

    private final Map<String, List<String>> query;

    private Params(Map<String, List<String>> query) {
        this.query = query;
    }

    /** The parameters of which only some are known. */
    static Params of(Call call, List<String> known) {
        Values.requireKnown("parameter", call.query().keySet(), known);
        return unchecked(call);
    }

    /** The parameters of which each has to be looked at. */
    static Params unchecked(Call call) {
        return new Params(call.query());
    }

    /** The last value of a parameter, or null. */
    @Nullable
    String string(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** A number of 64 bits, as it was given. */
    JsonNumber number(String name, String code, int standard) {
        String value = string(name);
        return new JsonNumber(
                value == null
                        ? Integer.toString(standard)
                        : number(name, value, code, MOST).toString());
    }

    /** A number of which 32 bits are kept. */
    int small(String name, String code, int standard) {
        String value = string(name);
        return value == null
                ? standard
                : (int) Math.min(
                        Integer.MAX_VALUE, number(name, value, code, MOST_SMALL).longValue());
    }

    private static BigInteger number(String place, String value, String code, BigInteger most) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        BigInteger number = digits ? new BigInteger(value) : BigInteger.ONE.negate();
        if (number.signum() < 0 || number.compareTo(most) > 0) {
            throw new ApiException(
                    code,
                    "Invalid value in parameter `" + place + "`: could not parse `" + value
                            + "` as a positive integer");
        }
        return number;
    }

    boolean bool(String name, String code) {
        String value = string(name);
        if (value == null || value.equals("true") || value.equals("false")) {
            return "true".equals(value);
        }
        throw new ApiException(
                code,
                "Invalid value in parameter `" + name + "`: could not parse `" + value
                        + "` as a boolean, expected either `true` or `false`");
    }

    /** The values between commas without the empty ones, or null when absent or a star. */
    @Nullable
    List<String> list(String name) {
        String value = string(name);
        return value == null || value.equals("*") ? null : split(value);
    }

    /** The values between commas without the empty ones. */
    static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** How an error names one of the values between commas. */
    static String place(String name, List<String> values, int index) {
        return values.size() > 1 ? name + "[" + index + "]" : name;
    }

    /** The numbers between commas, or null when absent or a star. */
    @Nullable
    Set<Long> numbers(String name, String code) {
        List<String> values = list(name);
        if (values == null) {
            return null;
        }
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            numbers.add(number(place(name, values, i), values.get(i), code, MOST_SMALL)
                    .longValue());
        }
        return numbers;
    }
}
