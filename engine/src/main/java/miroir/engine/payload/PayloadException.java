package miroir.engine.payload;

/** A body that one node refuses before it makes a task; {@link #code()} is Meilisearch's error code. */
public final class PayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** Refuses a body with Meilisearch's code and text. */
    public PayloadException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Meilisearch's error code, such as {@code malformed_payload}. */
    public String code() {
        return code;
    }

    static PayloadException malformed(String message) {
        return new PayloadException("malformed_payload", message);
    }
}
