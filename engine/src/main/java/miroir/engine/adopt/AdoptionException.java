package miroir.engine.adopt;

/** Nothing can be rebuilt from what was found; the message says why, and what to do. */
public final class AdoptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AdoptionException(String message) {
        super(message);
    }
}
