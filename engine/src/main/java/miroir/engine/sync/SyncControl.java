package miroir.engine.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How who ordered a copy steers its building and hears of it. Loop thread. */
public interface SyncControl {
    /** Completes when it may go on; fails with {@link SyncCanceled} when it is to be undone. */
    CompletableFuture<Void> proceed();

    /** Whether nothing new may begin. */
    boolean isPaused();

    /** Whether it is to be undone. */
    boolean isCanceled();

    /** Whether a copy that was called off stays as a stale one. */
    boolean keepsStale();

    /** How long to wait after so many bytes were read from a source. */
    Duration pause(long bytes);

    /** Something changed. */
    void report(SyncProgress progress);
}
