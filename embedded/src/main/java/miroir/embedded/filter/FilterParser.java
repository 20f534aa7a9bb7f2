package miroir.embedded.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Parses filters by recursive descent: OR binds weakest, then AND, then NOT. */
public final class FilterParser {

    private static final int MAX_DEPTH = 37;
    private static final int MAX_NEGATIONS = 150;
    private static final Set<String> KEYWORDS = Set.of(
            "AND",
            "OR",
            "IN",
            "NOT",
            "TO",
            "EXISTS",
            "IS",
            "NULL",
            "EMPTY",
            "CONTAINS",
            "STARTS",
            "WITH",
            "_geoRadius",
            "_geoBoundingBox");
    private static final Set<String> RESERVED_GEO = Set.of("_geo", "_geoDistance", "_geoPoint");

    private final String text;
    private final Scanner scanner;

    private FilterParser(String text) {
        this.text = text;
        this.scanner = new Scanner(text);
    }

    /** Parses what a request gave as filter: a text, or an array of texts and arrays; null when it is empty. */
    public static @Nullable Filter parse(@Nullable Object filter) {
        return filter == null ? null : ofJson(filter);
    }

    /** The same of a value that was given, of which null is a wrong one. */
    public static @Nullable Filter ofJson(@Nullable Object filter) {
        if (filter instanceof String text) {
            return parseText(text);
        }
        if (!(filter instanceof List<?> list)) {
            throw syntax("String, Array", filter);
        }
        List<Filter> all = new ArrayList<>();
        for (Object element : list) {
            Filter part =
                    element instanceof List<?> inner ? parseAny(inner) : parseElement(element, "String, [String]");
            if (part != null) {
                all.add(part);
            }
        }
        return all.isEmpty() ? null : all.size() == 1 ? all.get(0) : new Filter.And(all);
    }

    private static @Nullable Filter parseAny(List<?> list) {
        List<Filter> any = new ArrayList<>();
        for (Object element : list) {
            Filter part = parseElement(element, "String");
            if (part != null) {
                any.add(part);
            }
        }
        return any.isEmpty() ? null : any.size() == 1 ? any.get(0) : new Filter.Or(any);
    }

    private static @Nullable Filter parseElement(@Nullable Object element, String expected) {
        if (element instanceof String text) {
            return parseText(text);
        }
        throw syntax(expected, element);
    }

    private static FilterException syntax(String expected, @Nullable Object found) {
        return FilterException.syntax("Invalid syntax for the filter parameter: `expected " + expected + ", found: "
                + Json.text(found) + "`.");
    }

    private static @Nullable Filter parseText(String text) {
        if (text.isBlank()) {
            return null;
        }
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.or(0);
        parser.scanner.skipSpace();
        if (!parser.scanner.atEnd()) {
            String rest = parser.scanner.rest();
            throw parser.scanner.error("Found unexpected characters at the end of the filter: `" + rest
                    + "`. You probably forgot an `OR` or an `AND` rule.");
        }
        return filter;
    }

    private Filter or(int depth) {
        if (depth > MAX_DEPTH) {
            throw tooDeep();
        }
        List<Filter> parts = new ArrayList<>(List.of(and(depth)));
        while (scanner.keyword("OR")) {
            parts.add(and(depth));
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
    }

    private FilterException tooDeep() {
        return scanner.error("The filter exceeded the maximum depth limit. Try rewriting the filter so that it"
                + " contains fewer nested conditions.");
    }

    private Filter and(int depth) {
        List<Filter> parts = new ArrayList<>(List.of(not(depth)));
        while (scanner.keyword("AND")) {
            parts.add(not(depth));
        }
        return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
    }

    private Filter not(int depth) {
        int times = 0;
        while (scanner.keyword("NOT")) {
            times++;
        }
        if (times > MAX_NEGATIONS) {
            throw tooDeep();
        }
        Filter filter = primary(depth + times);
        for (int i = 0; i < times; i++) {
            filter = filter instanceof Filter.Not not ? not.part() : new Filter.Not(filter);
        }
        return filter;
    }

    private Filter primary(int depth) {
        scanner.skipSpace();
        int start = scanner.position();
        if (scanner.symbol("(")) {
            Filter inner = or(depth + 1);
            if (!scanner.symbol(")")) {
                throw scanner.errorAt(
                        start,
                        "Expression `" + Scanner.escaped(text.substring(start))
                                + "` is missing the following closing delimiter: `)`.");
            }
            return inner;
        }
        if (scanner.keyword("_geoRadius")) {
            return GeoArguments.radius(scanner);
        }
        if (scanner.keyword("_geoBoundingBox")) {
            return GeoArguments.box(scanner);
        }
        if (scanner.keyword("_geoPolygon")) {
            return GeoArguments.polygon(scanner);
        }
        if (scanner.keyword("_foreign")) {
            return foreign(depth);
        }
        return condition(start);
    }

    private Filter foreign(int depth) {
        if (scanner.symbol("(")) {
            Filter.Token field = requiredValue();
            if (scanner.symbol(",")) {
                or(depth + 1);
                if (scanner.symbol(")")) {
                    return condition(field, "_foreign", List.of());
                }
            }
        }
        throw scanner.error(
                "Was expecting a field name and an condition inside `_foreign(..)` filter but instead found `"
                        + scanner.rest() + "`.");
    }

    private Filter condition(int start) {
        Filter.Token field = scanner.value();
        if (field == null) {
            throw invalidPrimary(start);
        }
        boolean plain = scanner.lastWasPlain();
        if (plain && KEYWORDS.contains(field.text())) {
            throw scanner.errorAt(start, field.length(), reserved(field.text()));
        }
        boolean calls = List.of("_geoPoint", "_geoDistance").contains(field.text());
        Filter condition = plain && calls ? null : operation(field, start);
        if (condition == null || (plain && RESERVED_GEO.contains(field.text()))) {
            throw FilterException.at(
                    "`" + field.text()
                            + "` is a reserved keyword and thus can't be used as a filter expression. Use the"
                            + " `_geoRadius(latitude, longitude, distance)` or `_geoBoundingBox([latitude, longitude],"
                            + " [latitude, longitude])` built-in rules to filter on `_geo` coordinates.",
                    start + 1,
                    text.length() - start,
                    text);
        }
        return condition;
    }

    private static String reserved(String word) {
        return "Was expecting a value but instead got `" + word
                + "`, which is a reserved keyword. To use `" + word
                + "` as a field name or a value, surround it by quotes.";
    }

    private FilterException invalidPrimary(int start) {
        String rest = Scanner.escaped(text.substring(start));
        String found = rest.isBlank() ? "but instead got nothing." : "at `" + rest + "`.";
        return scanner.errorAt(
                start,
                "Was expecting an operation `=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`, `NOT IN`, `TO`, `EXISTS`, `NOT"
                        + " EXISTS`, `IS NULL`, `IS NOT NULL`, `IS EMPTY`, `IS NOT EMPTY`, `CONTAINS`, `NOT CONTAINS`,"
                        + " `STARTS WITH`, `NOT STARTS WITH`, `_geoRadius`, `_geoBoundingBox` or `_geoPolygon` "
                        + found);
    }

    private Filter operation(Filter.Token field, int start) {
        for (String operator : List.of("!=", ">=", "<=", "=", ">", "<")) {
            if (scanner.symbol(operator)) {
                Filter.Token value = requiredValue();
                return condition(field, operator, List.of(value));
            }
        }
        if (scanner.keyword("IS")) {
            boolean negated = scanner.keyword("NOT");
            for (String kind : List.of("NULL", "EMPTY")) {
                if (scanner.keyword(kind)) {
                    return negated(negated, condition(field, kind, List.of()));
                }
            }
            throw invalidPrimary(start);
        }
        boolean negated = scanner.keyword("NOT");
        Filter word = wordOperation(field);
        if (word != null) {
            return negated(negated, word);
        }
        Filter.Token from = negated ? null : scanner.value();
        if (from != null && scanner.keyword("TO")) {
            return condition(field, "TO", List.of(from, requiredValue()));
        }
        throw invalidPrimary(start);
    }

    private @Nullable Filter wordOperation(Filter.Token field) {
        if (scanner.keyword("EXISTS")) {
            return condition(field, "EXISTS", List.of());
        }
        if (scanner.keyword("IN")) {
            return condition(field, "IN", list());
        }
        if (scanner.keyword("CONTAINS")) {
            return condition(field, "CONTAINS", List.of(requiredValue()));
        }
        if (scanner.keyword("STARTS")) {
            scanner.keyword("WITH");
            return condition(field, "STARTS WITH", List.of(requiredValue()));
        }
        return null;
    }

    private List<Filter.Token> list() {
        if (!scanner.symbol("[")) {
            throw scanner.error("Expected `[` after `IN` keyword.");
        }
        List<Filter.Token> values = new ArrayList<>();
        while (!scanner.symbol("]")) {
            scanner.skipSpace();
            if (scanner.atEnd()) {
                throw scanner.error("Expected matching `]` after the list of field names given to `IN[`");
            }
            Filter.Token value = scanner.value();
            boolean keyword = value != null && scanner.lastWasPlain() && KEYWORDS.contains(value.text());
            if (value == null || keyword) {
                String found = value == null ? scanner.rest() : value.text();
                throw scanner.error("Expected only comma-separated field names inside `IN[..]` but instead found `"
                        + found + "`"
                        + (keyword
                                ? ", which is a keyword. To use `" + found
                                        + "` as a field name or a value, surround it by quotes."
                                : "."));
            }
            values.add(value);
            if (!scanner.symbol(",") && !scanner.next(']') && !scanner.atEnd()) {
                throw scanner.error("Expected only comma-separated field names inside `IN[..]` but instead found `"
                        + scanner.rest() + "`.");
            }
        }
        return values;
    }

    private static Filter negated(boolean negated, Filter filter) {
        return negated ? new Filter.Not(filter) : filter;
    }

    private Filter condition(Filter.Token field, String operator, List<Filter.Token> values) {
        return new Filter.Condition(field, operator, values, text);
    }

    private Filter.Token requiredValue() {
        scanner.skipSpace();
        int start = scanner.position();
        Filter.Token value = scanner.value();
        if (value == null) {
            throw scanner.errorAt(
                    start,
                    scanner.atEnd()
                            ? "Was expecting a value but instead got nothing."
                            : "Was expecting a value but instead got `" + scanner.rest() + "`.");
        }
        if (scanner.lastWasPlain() && KEYWORDS.contains(value.text())) {
            throw scanner.errorAt(start, value.length(), reserved(value.text()));
        }
        return value;
    }
}
