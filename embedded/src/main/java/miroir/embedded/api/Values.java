package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
            return kind + ": `" + text + "`";
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
                String near = known.stream()
                        .filter(candidate -> distance(name, candidate) <= 2 && name.length() > 3)
                        .map(candidate -> "did you mean `" + candidate + "`? ")
                        .limit(1)
                        .collect(Collectors.joining());
                throw new ApiException(
                        "bad_request",
                        "Unknown " + what + " `" + name + "`: " + near + "expected one of " + quoted(known));
            }
        }
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    /** A tree known to be an object, else an error. */
    static Map<String, @Nullable Object> object(@Nullable Object body) {
        if (body instanceof Map<?, ?>) {
            return Json.asObject(body);
        }
        throw type("bad_request", "", "an object", body);
    }
}
