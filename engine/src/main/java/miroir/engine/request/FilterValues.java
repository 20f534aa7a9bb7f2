package miroir.engine.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads values of filter expressions: words, quoted texts, lists (source: Meilisearch, filter-parser/value.rs). */
final class FilterValues {
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
    private static final String RESERVED_GEO =
            "` is a reserved keyword and thus can't be used as a filter expression. Use the"
                    + " `_geoRadius(latitude, longitude, distance)` or"
                    + " `_geoBoundingBox([latitude, longitude], [latitude, longitude])` built-in rules to filter on"
                    + " `_geo` coordinates.";

    private final FilterSource in;

    FilterValues(FilterSource in) {
        this.in = in;
    }

    /**
     * A value of the source.
     *
     * @param start offset of the first character inside its quotes
     */
    record Value(String content, int start, int end) {}

    /** A value that may be missing; null leaves the position where it was. Reserved geo words still fail. */
    @Nullable
    Value optional() {
        int start = in.at;
        skipWhitespace();
        if ("'\"".indexOf(in.peek()) < 0 && (in.wordEnd(in.at) == in.at || isKeyword())) {
            refuseGeo();
            in.at = start;
            return null;
        }
        return required();
    }

    /** A value that must stand here. */
    Value required() {
        skipWhitespace();
        refuseGeo();
        char quote = in.peek();
        boolean quoted = !in.atEnd() && (quote == '\'' || quote == '"');
        Value value = quoted ? quoted(quote) : word();
        in.skipSpaces();
        return value;
    }

    /** The values inside {@code IN[…]}; the opening bracket is next. */
    List<Value> list() {
        if (!in.take("[")) {
            throw fault("Expected `[` after `IN` keyword.", in.at);
        }
        List<Value> values = new ArrayList<>();
        Value value = optional();
        while (value != null) {
            values.add(value);
            value = takeComma() ? optional() : null;
        }
        closeList();
        return values;
    }

    private boolean takeComma() {
        int start = in.at;
        in.skipSpaces();
        if (in.take(",")) {
            in.skipSpaces();
            return true;
        }
        in.at = start;
        return false;
    }

    private void closeList() {
        int start = in.at;
        in.skipSpaces();
        if (!in.take("]")) {
            String rest = in.escaped(start, in.text.length());
            throw fault(
                    rest.isEmpty()
                            ? "Expected matching `]` after the list of field names given to `IN[`"
                            : "Expected only comma-separated field names inside `IN[..]` but instead found `" + rest
                                    + "`.",
                    start);
        }
        in.skipSpaces();
    }

    private Value word() {
        int start = in.at;
        int end = in.wordEnd(start);
        if (end > start && !isKeyword()) {
            in.at = end;
            return new Value(in.text.substring(start, end), start, end);
        }
        int stop = start;
        while (stop < in.text.length() && !isSyntax(in.text.charAt(stop))) {
            stop++;
        }
        if (end > start) {
            throw FilterFault.reservedWord(in, start, stop);
        }
        String found = in.text.substring(start, stop).isBlank()
                ? "instead got nothing."
                : "instead got `" + in.escaped(start, stop) + "`.";
        throw FilterFault.of("Was expecting a value but " + found, in, start, stop);
    }

    /** A text in these quotes, of which the opening one is next. */
    Value quoted(char quote) {
        int open = in.at++;
        int start = in.at;
        boolean escaped = false;
        while (!in.atEnd() && in.peek() != quote) {
            if (in.peek() == '\\') {
                in.at++;
                if (in.atEnd()) {
                    throw fault("Malformed value: `" + in.escaped(start, in.text.length()) + "`.", start);
                }
                escaped |= in.peek() == quote;
            }
            in.at++;
        }
        if (in.atEnd()) {
            throw fault(
                    "Expression `" + in.escaped(open, in.text.length())
                            + "` is missing the following closing delimiter: `" + quote + "`.",
                    open);
        }
        int end = in.at++;
        String raw = in.text.substring(start, end);
        return new Value(unescape(escaped ? raw.replace("\\" + quote, "" + quote) : raw, start, end), start, end);
    }

    private String unescape(String raw, int start, int end) {
        try {
            return FilterEscapes.unescape(raw);
        } catch (FilterEscapes.BadEscape e) {
            throw switch (e.fault()) {
                case INCOMPLETE ->
                    fault("The filter is incomplete and requires Unknown additional bytes to be parsed.", 0);
                case NUMBER ->
                    FilterFault.of(
                            "Found an invalid escaped sequence number: `" + in.escaped(start, end) + "`.",
                            in,
                            start,
                            end);
                case CHARACTER -> FilterFault.of("Malformed value: `" + in.escaped(start, end) + "`.", in, start, end);
            };
        }
    }

    private void refuseGeo() {
        String word = in.text.substring(in.at, in.wordEnd(in.at));
        for (String name : List.of("_geoPoint", "_geoDistance")) {
            if (in.text.startsWith(name, in.at)) {
                throw fault("`" + name + RESERVED_GEO, in.at);
            }
        }
        if (word.equals("_geo")) {
            throw fault("`_geo" + RESERVED_GEO, in.at);
        }
        if (word.equals("_geoRadius") || word.equals("_geoBoundingBox")) {
            throw fault("The `" + word + "` filter is an operation and can't be used as a value.", in.at);
        }
    }

    private boolean isKeyword() {
        return KEYWORDS.contains(in.text.substring(in.at, in.wordEnd(in.at)));
    }

    private FilterFault fault(String what, int start) {
        return FilterFault.of(what, in, start, in.text.length());
    }

    private void skipWhitespace() {
        while (!in.atEnd() && (Character.isWhitespace(in.peek()) || Character.isSpaceChar(in.peek()))) {
            in.at++;
        }
    }

    private static boolean isSyntax(char c) {
        return Character.isWhitespace(c) || "()=<>!".indexOf(c) >= 0;
    }
}
