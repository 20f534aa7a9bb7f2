package miroir.engine.exchange;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client sends or reads so slowly that Miroir waits for it no longer. */
public final class SlowClientException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowClientException(String message) {
        super(message);
    }

    /** Whether that is what went wrong. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SlowClientException) {
                return true;
            }
        }
        return false;
    }
}
