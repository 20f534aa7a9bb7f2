package miroir.engine.sync;

import miroir.core.operation.MovePhase;
import org.jspecify.annotations.Nullable;

/**
 * How far one copy got.
 *
 * @param documents of the shard, as last counted
 * @param holdMs how long writes were held at the commit; 0 before
 * @param attempts how often it was started
 * @param error what went wrong last; null: nothing
 */
public record SyncProgress(
        MovePhase phase,
        long documentsDone,
        long documents,
        long holdMs,
        int attempts,
        @Nullable String error) {
    static final SyncProgress START = new SyncProgress(MovePhase.PLANNED, 0, 0, 0, 0, null);

    SyncProgress in(MovePhase next) {
        return new SyncProgress(next, documentsDone, documents, holdMs, attempts, error);
    }

    SyncProgress of(long done, long all) {
        return new SyncProgress(phase, done, all, holdMs, attempts, error);
    }

    SyncProgress attempt() {
        return new SyncProgress(MovePhase.PLANNED, 0, documents, 0, attempts + 1, error);
    }

    SyncProgress failed(String why) {
        return new SyncProgress(phase, documentsDone, documents, holdMs, attempts, why);
    }

    SyncProgress committed(long hold) {
        return new SyncProgress(MovePhase.COMMITTED, documentsDone, documents, hold, attempts, null);
    }
}
