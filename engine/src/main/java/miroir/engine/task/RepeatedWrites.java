package miroir.engine.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.store.Change;
import miroir.engine.store.IdempotencyKey;

/** Remembers for a day which task a client's Idempotency-Key stands for. Loop thread. */
final class RepeatedWrites {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Map<String, IdempotencyKey> taken = new LinkedHashMap<>();

    /** Takes over the keys of an earlier process, oldest first. */
    void remember(List<IdempotencyKey> keys) {
        keys.forEach(key -> taken.put(key.name(), key));
    }

    /**
     * The uid of the task that was made under the same key before.
     *
     * @throws ApiException when it was another request
     */
    OptionalLong before(NewTask.Idempotency wish) {
        IdempotencyKey known = taken.get(wish.key());
        if (known == null) {
            return OptionalLong.empty();
        }
        if (!known.fingerprint().equals(wish.fingerprint())) {
            String message = "The Idempotency-Key `" + wish.key() + "` was used for another request.";
            throw new ApiException(new ApiError(ErrorCode.IDEMPOTENCY_KEY_REUSED, message));
        }
        return OptionalLong.of(known.taskUid());
    }

    /** Takes a key for a task; answers what has to be written together with it. */
    List<Change> take(NewTask.Idempotency wish, long uid, Instant now) {
        List<Change> changes = new ArrayList<>();
        Instant old = now.minus(KEPT);
        if (taken.values().removeIf(key -> key.takenAt().isBefore(old))) {
            changes.add(new Change.DropIdempotencyKeys(old));
        }
        IdempotencyKey key = new IdempotencyKey(wish.key(), wish.fingerprint(), uid, now);
        taken.put(wish.key(), key);
        changes.add(new Change.PutIdempotencyKey(key));
        return changes;
    }
}
