package miroir.engine.request;

/** Backslash escapes in filter values (source: the unescaper library 0.1.8). */
final class FilterEscapes {
    private final String text;
    private int at;

    private FilterEscapes(String text) {
        this.text = text;
    }

    /** An escape that cannot be read. */
    enum Fault {
        INCOMPLETE,
        NUMBER,
        CHARACTER
    }

    /** Carries a {@link Fault}. */
    static final class BadEscape extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Fault fault;

        BadEscape(Fault fault) {
            super(fault.name(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    /** The text with its escapes replaced. */
    static String unescape(String text) {
        return text.indexOf('\\') < 0 ? text : new FilterEscapes(text).run();
    }

    private String run() {
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                out.appendCodePoint(escape(next()));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private int escape(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '\'', '"', '\\', '/' -> c;
            case 'u' -> unicode();
            case 'x' -> number("" + next() + next(), 16, 0xFF);
            case '0', '1', '2', '3' -> octal(c, 2);
            case '4', '5', '6', '7' -> octal(c, 1);
            default -> throw new BadEscape(Fault.CHARACTER);
        };
    }

    private int unicode() {
        char c = next();
        if (c != '{') {
            return number("" + c + next() + next() + next(), 16, Character.MAX_CODE_POINT);
        }
        StringBuilder digits = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '}') {
            digits.append(text.charAt(at++));
        }
        at++;
        return number(digits.toString(), 16, Character.MAX_CODE_POINT);
    }

    private int octal(char first, int more) {
        StringBuilder digits = new StringBuilder().append(first);
        for (int i = 0; i < more && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; i++) {
            digits.append(text.charAt(at++));
        }
        return number(digits.toString(), 8, 0xFF);
    }

    private static int number(String digits, int radix, int max) {
        int value;
        try {
            value = Integer.parseUnsignedInt(digits, radix);
        } catch (NumberFormatException e) {
            throw new BadEscape(Fault.NUMBER);
        }
        if (value < 0 || value > max || (value >= 0xD800 && value <= 0xDFFF)) {
            throw new BadEscape(Fault.CHARACTER);
        }
        return value;
    }

    private char next() {
        if (at >= text.length()) {
            throw new BadEscape(Fault.INCOMPLETE);
        }
        return text.charAt(at++);
    }
}
