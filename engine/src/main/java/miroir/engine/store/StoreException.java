package miroir.engine.store;

/** The store could not do what was asked; nothing of it happened. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was first to fail, in a few words: H2 wraps it many times, with its statements. */
    public static String root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
