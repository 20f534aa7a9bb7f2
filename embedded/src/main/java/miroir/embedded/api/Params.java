package miroir.embedded.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import org.jspecify.annotations.Nullable;

/** The query parameters of a call, with Meilisearch's checks and messages. */
final class Params {

    private final Map<String, List<String>> query;

    private Params(Map<String, List<String>> query) {
        this.query = query;
    }

    /** The parameters of which only some are known. */
    static Params of(Call call, List<String> known) {
        Values.requireKnown("parameter", call.query().keySet(), known);
        return new Params(call.query());
    }

    /** The last value of a parameter, or null. */
    @Nullable
    String string(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
    }

    int unsigned(String name, String code, int standard) {
        String value = string(name);
        return value == null ? standard : unsigned(name, value, code);
    }

    private static int unsigned(String name, String value, String code) {
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(value);
        }
        throw new ApiException(
                code,
                "Invalid value in parameter `" + name + "`: could not parse `" + value + "` as a positive integer");
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

    /** The values between commas, or null when absent or a star. */
    @Nullable
    List<String> list(String name) {
        String value = string(name);
        return value == null || value.equals("*") ? null : List.of(value.split(",", -1));
    }

    /** The numbers between commas, or null when absent or a star. */
    @Nullable
    List<Integer> numbers(String name, String code) {
        List<String> values = list(name);
        if (values == null) {
            return null;
        }
        List<Integer> numbers = new ArrayList<>();
        values.forEach(value -> numbers.add(unsigned(name, value, code)));
        return numbers;
    }
}
