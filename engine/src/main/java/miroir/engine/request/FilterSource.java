package miroir.engine.request;

import miroir.engine.error.Excerpt;

/** The text of a filter and a reading position in it. */
final class FilterSource {
    final String text;
    int at;

    FilterSource(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    /** Consumes this text if it stands here. */
    boolean take(String expected) {
        boolean here = text.startsWith(expected, at);
        at += here ? expected.length() : 0;
        return here;
    }

    /** Consumes this keyword, spaces around it included, if it is the whole word here. */
    boolean takeWord(String word) {
        int start = at;
        skipSpaces();
        int end = wordEnd(at);
        if (text.substring(at, end).equals(word)) {
            at = end;
            skipSpaces();
            return true;
        }
        at = start;
        return false;
    }

    /** Consumes words with at least one space between them, as in {@code IS NOT NULL}. */
    boolean takeSpaced(String... words) {
        int start = at;
        for (int i = 0; i < words.length; i++) {
            if ((i > 0 && !skipSpaces()) || !take(words[i])) {
                at = start;
                return false;
            }
        }
        return true;
    }

    /** Whether there were spaces. */
    boolean skipSpaces() {
        int start = at;
        while (!atEnd() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > start;
    }

    /** The end of the word that starts at an offset: letters, digits, underscore, hyphen, dot. */
    int wordEnd(int from) {
        int end = from;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            boolean numeric =
                    Character.getType(c) == Character.LETTER_NUMBER || Character.getType(c) == Character.OTHER_NUMBER;
            if (!Character.isAlphabetic(c) && !Character.isDigit(c) && !numeric && "_-.".indexOf(c) < 0) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    /** {@code 1:6 source}: the columns of a part in its line, then everything, or of a long text what stands around. */
    static String place(String text, int start, int end) {
        int column = text.codePointCount(text.lastIndexOf('\n', start - 1) + 1, start) + 1;
        return column + ":" + (column + text.codePointCount(start, end)) + " " + Excerpt.around(text, start);
    }

    /** A part with quotes, backslashes and line ends escaped; of a long one the beginning. */
    String escaped(int start, int end) {
        int shown = Excerpt.end(text, start, end);
        StringBuilder out = new StringBuilder();
        for (char c : text.substring(start, shown).toCharArray()) {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\0' -> out.append("\\0");
                case '\'', '"', '\\' -> out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.append(Excerpt.gap(shown, end)).toString();
    }
}
