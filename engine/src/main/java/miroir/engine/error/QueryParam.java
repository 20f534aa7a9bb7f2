package miroir.engine.error;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A parameter of a query string. Reading it as the wrong type throws an {@link ApiException} with Meilisearch's text
 * (source: the deserr library, errors/query_params.rs) and this parameter's code.
 */
public record QueryParam(String name, String value, ErrorCode code) {

    /** Calls back for every parameter in order until one throws; of a repeated one the last value counts. */
    public static void each(Map<String, List<String>> query, Collection<String> accepted, Consumer<QueryParam> reader) {
        query.forEach((name, values) -> {
            if (!accepted.contains(name)) {
                throw new ApiException(
                        ErrorCode.BAD_REQUEST, "Unknown parameter `" + name + "`: " + Wording.expected(name, accepted));
            }
            String last = values.isEmpty() ? "" : values.get(values.size() - 1);
            reader.accept(new QueryParam(name, last, ErrorCode.BAD_REQUEST));
        });
    }

    /** The same parameter, its faults reported under another code. */
    public QueryParam as(ErrorCode other) {
        return new QueryParam(name, value, other);
    }

    /** A non-negative integer of 64 bits; what exceeds a Java long is that long's maximum. */
    public long count() {
        return Numbers.saturated(unsigned());
    }

    /** A non-negative integer of 64 bits, to be read as unsigned. */
    public long unsigned() {
        return Numbers.unsigned(value, Numbers.U64_MAX).orElseThrow(() -> notAnInteger(value));
    }

    /** A non-negative integer of 32 bits. */
    public long uid() {
        return Numbers.unsigned(value, Numbers.U32_MAX).orElseThrow(() -> notAnInteger(value));
    }

    /** {@code true} or {@code false}. */
    public boolean flag() {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw unexpected("could not parse `" + value + "` as a boolean, expected either `true` or `false`");
        };
    }

    /** Values separated by commas; empty ones are left out. */
    public List<String> list() {
        return Arrays.stream(value.split(",", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The value must be one of these. */
    public String oneOf(Collection<String> accepted) {
        if (!accepted.contains(value)) {
            throw new ApiException(
                    code,
                    "Unknown value `" + value + "` for parameter `" + name + "`: " + Wording.expected(value, accepted));
        }
        return value;
    }

    /** A value that cannot be used, and why. */
    public ApiException unexpected(String why) {
        return new ApiException(code, "Invalid value in parameter `" + name + "`: " + why);
    }

    /** A value that should have been an integer. */
    public ApiException notAnInteger(String text) {
        return unexpected("could not parse `" + text + "` as a positive integer");
    }
}
