package miroir.engine.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what was asked; nothing of it happened. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean inUse;

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
        this.inUse = false;
    }

    public StoreException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StoreException(String message, @Nullable Throwable cause, boolean inUse) {
        super(message, cause);
        this.inUse = inUse;
    }

    /** Another process works on the store. */
    static StoreException inUse(String message, @Nullable Throwable cause) {
        return new StoreException(message, cause, true);
    }

    /** Whether another process works on the store. */
    public boolean isInUse() {
        return inUse;
    }
}
