package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Filters as clients give them: an expression, or a list (AND) of expressions and of lists (OR) of expressions. */
public final class FilterSyntax {
    /** What a filter may be. */
    static final String SHAPES = "String, Array";

    private FilterSyntax() {}

    /** Parses a filter; an empty one is null; a wrong one throws with the given code and Meilisearch's text. */
    public static @Nullable Filter parse(JsonNode filter, ErrorCode code) {
        if (filter.isTextual()) {
            return expression(filter.textValue(), code);
        }
        if (!filter.isArray()) {
            throw wrongShape(SHAPES, filter, code);
        }
        List<Filter> all = new ArrayList<>();
        for (JsonNode part : filter) {
            if (!part.isTextual() && !part.isArray()) {
                throw wrongShape("String, [String]", part, code);
            }
            Filter parsed = part.isTextual() ? expression(part.textValue(), code) : anyOf(part, code);
            if (parsed != null) {
                all.add(parsed);
            }
        }
        return all.size() > 1 ? new Filter.And(all) : first(all);
    }

    private static @Nullable Filter anyOf(JsonNode list, ErrorCode code) {
        List<Filter> any = new ArrayList<>();
        for (JsonNode part : list) {
            if (!part.isTextual()) {
                throw wrongShape("String", part, code);
            }
            Filter parsed = expression(part.textValue(), code);
            if (parsed != null) {
                any.add(parsed);
            }
        }
        return any.size() > 1 ? new Filter.Or(any) : first(any);
    }

    private static @Nullable Filter first(List<Filter> filters) {
        return filters.isEmpty() ? null : filters.get(0);
    }

    private static @Nullable Filter expression(String text, ErrorCode code) {
        try {
            return FilterParser.parse(text);
        } catch (FilterFault e) {
            throw new ApiException(code, e.text());
        }
    }

    /** What is neither a text nor a list of texts. */
    static ApiException wrongShape(String expected, JsonNode found, ErrorCode code) {
        return new ApiException(
                code, "Invalid syntax for the filter parameter: `expected " + expected + ", found: " + found + "`.");
    }
}
