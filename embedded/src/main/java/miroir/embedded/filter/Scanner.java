package miroir.embedded.filter;

import org.jspecify.annotations.Nullable;

/** Reads the words and symbols of a filter's text. */
final class Scanner {

    private final String text;
    private int at;
    private boolean plain;

    Scanner(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    String rest() {
        return escaped(text.substring(at));
    }

    /** A part of the text as messages repeat it. */
    static String escaped(String part) {
        return part.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("'", "\\'")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    String text() {
        return text;
    }

    void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Whether the value last read stood without quotes. */
    boolean lastWasPlain() {
        return plain;
    }

    /** Takes a symbol if it comes next. */
    boolean symbol(String symbol) {
        skipSpace();
        if (text.startsWith(symbol, at)) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    /** Whether a character comes next. */
    boolean next(char wanted) {
        skipSpace();
        return at < text.length() && text.charAt(at) == wanted;
    }

    /** Takes a whole word if it comes next. */
    boolean keyword(String word) {
        skipSpace();
        int end = at + word.length();
        if (text.startsWith(word, at) && (end == text.length() || !isWordCharacter(text.charAt(end)))) {
            at = end;
            return true;
        }
        return false;
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** A bare or quoted value, or null when none comes next. */
    Filter.@Nullable Token value() {
        skipSpace();
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(text.charAt(at));
        }
        int start = at;
        while (at < text.length() && isWordCharacter(text.charAt(at))) {
            at++;
        }
        plain = true;
        return at == start ? null : new Filter.Token(text.substring(start, at), start + 1, at - start);
    }

    private Filter.Token quoted(char quote) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && isEscapable(text.charAt(at + 1), quote)) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw errorAt(
                    start,
                    "Expression `" + escaped(text.substring(start)) + "` is missing the following closing delimiter: `"
                            + quote + "`.");
        }
        at++;
        plain = false;
        return new Filter.Token(value.toString(), start + 2, at - start - 2);
    }

    private static boolean isEscapable(char c, char quote) {
        return c == quote || c == '\\';
    }

    FilterException error(String message) {
        return errorAt(at, message);
    }

    /** A fault of so many characters. */
    FilterException errorAt(int position, int length, String message) {
        return FilterException.at(message, position + 1, length, text);
    }

    FilterException errorAt(int position, String message) {
        return FilterException.at(message, position + 1, text.length() - position, text);
    }
}
