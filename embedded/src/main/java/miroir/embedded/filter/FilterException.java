package miroir.embedded.filter;

/** A filter that cannot be used. */
public final class FilterException extends RuntimeException {

    private final String code;

    private FilterException(String message, String code) {
        super(message);
        this.code = code;
    }

    /** The filter cannot be read. */
    static FilterException syntax(String message) {
        return new FilterException(message, "");
    }

    /** An operator that an attribute does not have; this is the error of a search, whoever filters. */
    static FilterException operator(String message) {
        return new FilterException(message, "invalid_search_filter");
    }

    static FilterException feature(String message, int at, int length, String source) {
        return new FilterException(message + place(at, length, source), "feature_not_enabled");
    }

    /** A fault of the part of a text that begins at a position, counted from 1, and has so many characters. */
    static FilterException at(String message, int at, int length, String source) {
        return new FilterException(message + place(at, length, source), "");
    }

    /** Columns are those of the line. */
    private static String place(int at, int length, String source) {
        int start = at - 1;
        int line = source.lastIndexOf('\n', start - 1) + 1;
        int column = source.codePointCount(line, start) + 1;
        int end = column + source.codePointCount(start, Math.min(source.length(), start + length));
        return "\n" + column + ":" + end + " " + source;
    }

    /** The code of the error, where a filter that cannot be used has another one. */
    public String code(String usual) {
        return code.isEmpty() ? usual : code;
    }

    /** What is wrong. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
