package miroir.app.client;

/** A call that Miroir answered with an error. */
public final class CallFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    CallFailedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the request itself was wrong, so that it fails again. */
    public boolean misused() {
        return status == 400;
    }
}
