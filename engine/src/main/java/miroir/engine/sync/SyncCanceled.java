package miroir.engine.sync;

/** The copy is not wanted any more. */
public final class SyncCanceled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public SyncCanceled(String reason) {
        super(reason);
    }
}
