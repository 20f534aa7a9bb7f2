package miroir.engine.request;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import miroir.engine.request.FilterValues.Value;
import org.jspecify.annotations.Nullable;

/** Recursive descent over Meilisearch's filter grammar (source: filter-parser/lib.rs and condition.rs, v1.50.0). */
final class FilterParser {
    private static final int MAX_DEPTH = 150;
    private static final String OPERATIONS = "Was expecting an operation `=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`,"
            + " `NOT IN`, `TO`, `EXISTS`, `NOT EXISTS`, `IS NULL`, `IS NOT NULL`, `IS EMPTY`, `IS NOT EMPTY`,"
            + " `CONTAINS`, `NOT CONTAINS`, `STARTS WITH`, `NOT STARTS WITH`, `_geoRadius`, `_geoBoundingBox` or"
            + " `_geoPolygon` ";

    private final FilterSource in;
    private final FilterValues values;
    private final FilterGeo geo;
    private final FilterVectors vectors;

    private FilterParser(String text) {
        this.in = new FilterSource(text);
        this.values = new FilterValues(in);
        this.geo = new FilterGeo(in);
        this.vectors = new FilterVectors(in);
    }

    /** Parses an expression; a blank one is null; throws {@link FilterFault}. */
    static @Nullable Filter parse(String text) {
        if (text.isBlank()) {
            return null;
        }
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.or(0);
        if (!parser.in.atEnd()) {
            int at = parser.in.at;
            throw parser.fault(
                    "Found unexpected characters at the end of the filter: `"
                            + parser.in.escaped(at, text.length())
                            + "`. You probably forgot an `OR` or an `AND` rule.",
                    at);
        }
        return filter;
    }

    private Filter or(int depth) {
        List<Filter> parts = chain("OR", depth, this::and);
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private Filter and(int depth) {
        List<Filter> parts = chain("AND", depth, this::not);
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    private List<Filter> chain(String word, int depth, IntFunction<Filter> part) {
        limit(depth);
        List<Filter> parts = new ArrayList<>();
        do {
            parts.add(part.apply(depth + 1));
        } while (in.takeWord(word));
        return parts;
    }

    private Filter not(int depth) {
        limit(depth);
        if (in.takeWord("NOT")) {
            Filter inner = not(depth + 1);
            return inner instanceof Filter.Not negated ? negated.part() : new Filter.Not(inner);
        }
        return primary(depth + 1);
    }

    private Filter primary(int depth) {
        limit(depth);
        int start = in.at;
        in.skipSpaces();
        if (in.take("(")) {
            in.skipSpaces();
            Filter inner = or(depth + 1);
            in.skipSpaces();
            if (!in.take(")")) {
                throw fault(
                        "Expression `" + in.escaped(start, in.text.length())
                                + "` is missing the following closing delimiter: `)`.",
                        start);
            }
            in.skipSpaces();
            return inner;
        }
        in.at = start;
        Filter special = geo.read();
        if (special == null) {
            special = vectors.read();
        }
        if (special == null && takeForeign()) {
            special = foreign(depth);
        }
        return special == null ? condition(start) : special;
    }

    private boolean takeForeign() {
        int start = in.at;
        in.skipSpaces();
        int end = in.wordEnd(in.at);
        boolean here = in.text.substring(in.at, end).equals("_foreign");
        in.at = here ? end : start;
        return here;
    }

    private Filter foreign(int depth) {
        int start = in.at;
        try {
            if (in.take("(")) {
                in.skipSpaces();
                Value field = values.required();
                in.skipSpaces();
                if (in.take(",")) {
                    in.skipSpaces();
                    or(depth);
                    in.skipSpaces();
                    if (in.take(")")) {
                        return new Filter.Condition(mention(field), "_foreign", "_foreign");
                    }
                }
            }
        } catch (FilterFault e) {
            in.at = start;
        }
        throw fault(
                "Was expecting a field name and an condition inside `_foreign(..)` filter but instead found `"
                        + in.escaped(in.at, in.text.length()) + "`.",
                in.at);
    }

    private Filter condition(int start) {
        Value field;
        try {
            field = values.optional();
            if (field == null) {
                field = values.required();
            }
        } catch (FilterFault e) {
            throw e.isReservedWord() || !e.text().startsWith("Was expecting a value") ? e : noOperation(start);
        }
        Filter found = membership(field);
        found = found == null ? comparison(field) : found;
        found = found == null ? state(field) : found;
        found = found == null ? range(field) : found;
        found = found == null ? matching(field) : found;
        if (found == null) {
            throw noOperation(start);
        }
        return found;
    }

    private @Nullable Filter membership(Value field) {
        int start = in.at;
        boolean negated = in.takeWord("NOT");
        if (!in.takeWord("IN")) {
            in.at = start;
            return null;
        }
        String list =
                values.list().stream().map(value -> quote(value.content())).collect(Collectors.joining(", "));
        return negate(negated, leaf(field, "IN", "IN [" + list + "]"));
    }

    private @Nullable Filter comparison(Value field) {
        for (String operator : List.of("<=", ">=", "!=", "<", ">", "=")) {
            if (in.take(operator)) {
                String value = quote(values.required().content());
                return leaf(field, operator, operator + " " + value);
            }
        }
        return null;
    }

    private @Nullable Filter state(Value field) {
        for (String what : List.of("NULL", "EMPTY")) {
            boolean negated = in.takeSpaced("IS", "NOT", what);
            if (negated || in.takeSpaced("IS", what)) {
                return negate(negated, leaf(field, "IS " + what, "IS " + what));
            }
        }
        boolean negated = in.takeSpaced("NOT", "EXISTS");
        return negated || in.take("EXISTS") ? negate(negated, leaf(field, "EXISTS", "EXISTS")) : null;
    }

    private @Nullable Filter range(Value field) {
        int start = in.at;
        Value from = values.optional();
        if (from != null && in.take("TO") && in.skipSpaces()) {
            String to = quote(values.required().content());
            return leaf(field, "TO", quote(from.content()) + " TO " + to);
        }
        in.at = start;
        return null;
    }

    private @Nullable Filter matching(Value field) {
        for (String operator : List.of("CONTAINS", "STARTS WITH")) {
            boolean negated = in.takeSpaced("NOT", operator);
            if (negated || in.take(operator)) {
                String word = quote(values.required().content());
                return negate(negated, leaf(field, operator, operator + " " + word));
            }
        }
        return null;
    }

    private Filter leaf(Value field, String operator, String rest) {
        return new Filter.Condition(mention(field), operator, quote(field.content()) + " " + rest);
    }

    private Filter.Mention mention(Value field) {
        return new Filter.Mention(field.content(), in.text, field.start(), field.end());
    }

    private static Filter negate(boolean negated, Filter filter) {
        return negated ? new Filter.Not(filter) : filter;
    }

    private static String quote(String value) {
        return TextNode.valueOf(value).toString();
    }

    private void limit(int depth) {
        if (depth > MAX_DEPTH) {
            throw fault(
                    "The filter exceeded the maximum depth limit. Try rewriting the filter so that it contains fewer"
                            + " nested conditions.",
                    in.at);
        }
    }

    private FilterFault noOperation(int start) {
        String rest = in.text.substring(start);
        String where =
                rest.isBlank() ? "but instead got nothing." : "at `" + in.escaped(start, in.text.length()) + "`.";
        return fault(OPERATIONS + where, start);
    }

    private FilterFault fault(String what, int start) {
        return FilterFault.of(what, in, start, in.text.length());
    }
}
