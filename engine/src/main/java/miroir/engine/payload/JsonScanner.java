package miroir.engine.payload;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads one JSON value after the grammar of serde_json, with its error texts; no recursion, so depth costs a byte.
 *
 * <p>The two modes are those of serde_json: raw (a document inside an array or NDJSON, where only the syntax is
 * looked at) and strict (a single object, where depth, number range and text are checked at once).
 */
final class JsonScanner {
    private static final int STRICT_DEPTH = 127;
    private static final String END_OF_VALUE = "EOF while parsing a value";
    private static final String END_OF_STRING = "EOF while parsing a string";
    private static final String BAD_ESCAPE = "invalid escape";
    private static final String BAD_NUMBER = "invalid number";

    private final Input in;
    private final boolean strict;
    private final int outside;
    private byte[] open = new byte[64];
    private int depth;
    private int[] keys = new int[32];
    private int keyCount;

    JsonScanner(Input in, boolean strict) {
        this(in, strict, 0);
    }

    /** Reads values inside of so many brackets. */
    JsonScanner(Input in, boolean strict, int outside) {
        this.in = in;
        this.strict = strict;
        this.outside = outside;
    }

    /** Consumes one value; leading white space must be consumed already when it should not be captured. */
    void value() throws IOException {
        depth = 0;
        keyCount = 0;
        boolean opened;
        do {
            opened = start();
        } while (advance(!opened));
    }

    /** Offsets into the capture of the quotes of each top-level key of the last value: from, to, from, to … */
    int[] keys() {
        return Arrays.copyOf(keys, keyCount);
    }

    /** Consumes a scalar, or the bracket of a container and says so. */
    private boolean start() throws IOException {
        int c = in.skipSpace();
        switch (c) {
            case '[', '{' -> {
                open(c);
                return true;
            }
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            case Input.END -> throw in.peekError(END_OF_VALUE);
            default -> {
                if (c != '-' && !JsonText.isDigit(c)) {
                    throw in.peekError("expected value");
                }
                number();
            }
        }
        return false;
    }

    private void open(int bracket) throws IOException {
        if (strict && depth + outside == STRICT_DEPTH) {
            throw in.peekError("recursion limit exceeded");
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, depth * 2);
        }
        open[depth++] = (byte) bracket;
        in.next();
    }

    /** Moves to the next value of the innermost container; false when the outermost value has ended. */
    private boolean advance(boolean afterValue) throws IOException {
        boolean comma = afterValue;
        while (depth > 0) {
            boolean object = open[depth - 1] == '{';
            int c = in.skipSpace();
            if (c == Input.END) {
                throw in.peekError(object ? "EOF while parsing an object" : "EOF while parsing a list");
            }
            if (c != (object ? '}' : ']')) {
                member(object, comma);
                return true;
            }
            in.next();
            depth--;
            comma = true;
        }
        return false;
    }

    private void member(boolean object, boolean comma) throws IOException {
        if (comma) {
            if (in.peek() != ',') {
                throw in.peekError(object ? "expected `,` or `}`" : "expected `,` or `]`");
            }
            in.next();
            if (strict && in.skipSpace() == (object ? '}' : ']')) {
                throw in.peekError("trailing comma");
            }
        }
        if (object) {
            key(comma && strict ? END_OF_VALUE : "EOF while parsing an object");
        }
    }

    private void key(String atEnd) throws IOException {
        int c = in.skipSpace();
        if (c != '"') {
            throw in.peekError(c == Input.END ? atEnd : "key must be a string");
        }
        int from = in.captured().length();
        string();
        if (depth == 1) {
            remember(from, in.captured().length());
        }
        c = in.skipSpace();
        if (c != ':') {
            throw in.peekError(c == Input.END ? "EOF while parsing an object" : "expected `:`");
        }
        in.next();
    }

    private void remember(int from, int to) {
        if (keyCount == keys.length) {
            keys = Arrays.copyOf(keys, keyCount * 2);
        }
        keys[keyCount++] = from;
        keys[keyCount++] = to;
    }

    private void string() throws IOException {
        in.next();
        int from = in.captured().length();
        for (int c = in.peek(); c != '"'; c = in.peek()) {
            int at = in.captured().length();
            if (c == Input.END) {
                throw inString(in.error(END_OF_STRING), from, at);
            }
            if (c < 0x20) {
                throw inString(strict ? in.peekError(Text.CONTROL) : in.error(Text.CONTROL), from, at + 1);
            }
            in.next();
            if (c == '\\') {
                escape(from, at);
            }
        }
        in.next();
        if (strict) {
            checkText(from, in.captured().length() - 1);
        }
    }

    private void escape(int from, int at) throws IOException {
        int c = in.next();
        if (c == 'u') {
            hex(from, at);
        } else if (c == Input.END) {
            throw inString(in.error(END_OF_STRING), from, at);
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            throw inString(in.error(BAD_ESCAPE), from, at + 2);
        }
    }

    private void hex(int from, int at) throws IOException {
        boolean valid = true;
        for (int i = 0; i < 4; i++) {
            int c = in.next();
            if (c == Input.END) {
                throw inString(in.error(END_OF_STRING), from, at);
            }
            valid &= JsonText.isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        }
        if (!valid) {
            throw inString(in.error(BAD_ESCAPE), from, at);
        }
    }

    /** In strict mode a bad surrogate that ends before {@code limit} comes before the fault found. */
    private JsonSyntaxException inString(JsonSyntaxException found, int from, int limit) {
        if (!strict) {
            return found;
        }
        // The check looks a few bytes ahead.
        byte[] padded = Arrays.copyOf(in.captured().bytes(), in.captured().length() + 8);
        Text.Flaw flaw = Text.surrogateFlaw(padded, from, limit);
        return flaw == null || flaw.end() > limit
                ? found
                : in.errorBefore(flaw.text(), in.captured().length() - flaw.end());
    }

    private void checkText(int from, int to) {
        Text.Flaw flaw = Text.surrogateFlaw(in.captured().bytes(), from, to);
        if (flaw != null) {
            throw in.errorBefore(flaw.text(), in.captured().length() - flaw.end());
        }
        if (!Text.isUtf8(in.captured().bytes(), from, to)) {
            throw in.error(Text.NOT_UTF8);
        }
    }

    private void word(String word) throws IOException {
        in.next();
        for (int i = 1; i < word.length(); i++) {
            int c = in.next();
            if (c != word.charAt(i)) {
                throw in.error(c == Input.END ? END_OF_VALUE : "expected ident");
            }
        }
    }

    private void number() throws IOException {
        int from = in.captured().length();
        if (in.peek() == '-') {
            in.next();
        }
        int first = in.next();
        if (!JsonText.isDigit(first)) {
            throw in.error(first == Input.END ? numberEnd() : BAD_NUMBER);
        }
        if (first == '0' && JsonText.isDigit(in.peek())) {
            throw in.peekError(BAD_NUMBER);
        }
        digits();
        if (in.peek() == '.') {
            in.next();
            if (!JsonText.isDigit(in.peek())) {
                throw in.peekError(in.peek() == Input.END ? numberEnd() : BAD_NUMBER);
            }
            digits();
        }
        exponent();
        if (strict && Text.outOfRange(in.captured().bytes(), from, in.captured().length())) {
            throw in.error(Text.OUT_OF_RANGE);
        }
    }

    private void exponent() throws IOException {
        if (in.peek() != 'e' && in.peek() != 'E') {
            return;
        }
        in.next();
        if (in.peek() == '+' || in.peek() == '-') {
            in.next();
        }
        int first = in.next();
        if (!JsonText.isDigit(first)) {
            throw in.error(first == Input.END ? numberEnd() : BAD_NUMBER);
        }
        digits();
    }

    private String numberEnd() {
        return strict ? END_OF_VALUE : BAD_NUMBER;
    }

    private void digits() throws IOException {
        while (JsonText.isDigit(in.peek())) {
            in.next();
        }
    }
}
