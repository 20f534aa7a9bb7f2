package miroir.engine.error;

/**
 * Parts of what a client sent, for messages: short texts whole, as one node repeats them, of long ones what matters, with
 * an ellipsis where something was left out. No message repeats a megabyte.
 */
public final class Excerpt {
    /** Texts of up to so many characters are repeated whole. */
    static final int WHOLE = 1000;

    /** How much is shown of longer ones. */
    static final int SHOWN = 200;

    /** The longest message of all. */
    static final int MESSAGE = 5000;

    private static final String GAP = "…";

    private Excerpt() {}

    /** The text around an offset. */
    public static String around(String text, int at) {
        if (text.length() <= WHOLE) {
            return text;
        }
        int from = boundary(text, Math.max(0, Math.min(at - SHOWN / 2, text.length() - SHOWN)));
        int to = boundary(text, Math.min(text.length(), from + SHOWN));
        return (from > 0 ? GAP : "") + text.substring(from, to) + (to < text.length() ? GAP : "");
    }

    /** The end of what is shown of the part of a text from one offset to another. */
    public static int end(String text, int from, int to) {
        boolean whole = text.length() <= WHOLE || to - from <= SHOWN;
        return whole ? to : boundary(text, from + SHOWN);
    }

    /** The mark of what was left out between where a part was cut and where it ends. */
    public static String gap(int cut, int end) {
        return cut < end ? GAP : "";
    }

    /** A message, however long what it repeats. */
    public static String message(String text) {
        if (text.length() <= MESSAGE) {
            return text;
        }
        int head = boundary(text, MESSAGE - SHOWN);
        return text.substring(0, head) + GAP + text.substring(boundary(text, text.length() - SHOWN));
    }

    /** No character of two units is cut in half. */
    private static int boundary(String text, int at) {
        boolean inside = at > 0
                && at < text.length()
                && Character.isLowSurrogate(text.charAt(at))
                && Character.isHighSurrogate(text.charAt(at - 1));
        return inside ? at - 1 : at;
    }
}
