package miroir.embedded.filter;

/** A filter that cannot be used. */
public final class FilterException extends RuntimeException {

    private final boolean featureMissing;

    FilterException(String message) {
        this(message, false);
    }

    private FilterException(String message, boolean featureMissing) {
        super(message);
        this.featureMissing = featureMissing;
    }

    static FilterException feature(String message) {
        return new FilterException(message, true);
    }

    static FilterException at(String message, int column, int length, String source) {
        return new FilterException(message + "\n" + column + ":" + (column + length) + " " + source);
    }

    /** Whether it fails only because an experimental feature is off. */
    public boolean featureMissing() {
        return featureMissing;
    }

    /** What is wrong. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
