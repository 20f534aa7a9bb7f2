package miroir.embedded.api;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Words of error messages about values that have the wrong shape. */
final class Values {

    private Values() {}

    /** A value as an error message names it. */
    static String found(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        String text = Json.text(value);
        if (value instanceof JsonNumber number) {
            String kind = !number.isInteger()
                    ? "a number"
                    : number.isUnsigned() ? "a positive integer" : "a negative integer";
            return kind + ": `" + number.normalized() + "`";
        }
        String kind = value instanceof String
                ? "a string"
                : value instanceof Boolean ? "a boolean" : value instanceof List ? "an array" : "an object";
        return kind + ": `" + text + "`";
    }

    /** The error of a body's value that has the wrong type; an empty place is the body itself. */
    static ApiException type(String code, String place, String expected, @Nullable Object value) {
        String where = place.isEmpty() ? "" : " at `" + place + "`";
        return new ApiException(
                code, "Invalid value type" + where + ": expected " + expected + ", but found " + found(value));
    }

    /** Names in backticks, with commas. */
    static String quoted(Iterable<String> names) {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(all.length() == 0 ? "`" : ", `").append(name).append('`');
        }
        return all.toString();
    }

    /** Refuses names that are not known. */
    static void requireKnown(String what, Iterable<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ApiException(
                        "bad_request",
                        "Unknown " + what + " `" + name + "`: " + near(name, known) + "expected one of "
                                + quoted(known));
            }
        }
    }

    private static String near(String name, List<String> known) {
        int length = name.length();
        int allowed = length <= 3 ? 0 : length <= 7 ? 1 : length <= 12 ? 2 : length <= 17 ? 3 : length <= 24 ? 4 : 5;
        return known.stream()
                .filter(candidate -> allowed > 0 && distance(name, candidate) <= allowed)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(candidate -> "did you mean `" + candidate + "`? ")
                .orElse("");
    }

    /** How many letters have to be changed, added, left out or swapped with the next one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    /** A tree known to be an object, else an error. */
    static Map<String, @Nullable Object> object(@Nullable Object body) {
        if (body instanceof Map<?, ?>) {
            return Json.asObject(body);
        }
        throw type("bad_request", "", "an object", body);
    }
}
