package miroir.engine.error;

/** A request that is answered with an {@link ApiError}. Carries no stack trace: it is an answer, not a defect. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    /** An answer with the given error object. */
    public ApiException(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** An answer with the given code and text. */
    public ApiException(ErrorCode code, String message) {
        this(new ApiError(code, message));
    }

    /** What the client is told. */
    public ApiError error() {
        return error;
    }
}
