package miroir.engine.payload;

import java.io.IOException;

/** The disk did not take what was to be kept; the client and its connection are not to blame. */
public final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
