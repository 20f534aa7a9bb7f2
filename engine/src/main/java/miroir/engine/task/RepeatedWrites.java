package miroir.engine.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import miroir.core.time.Age;
import miroir.core.time.Moment;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.Ports;
import miroir.engine.store.Change;
import miroir.engine.store.IdempotencyKey;

/** Remembers for a day which task a client's Idempotency-Key stands for. Loop thread. */
final class RepeatedWrites {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Ports ports;
    private final Map<String, Taken> taken = new LinkedHashMap<>();

    RepeatedWrites(Ports ports) {
        this.ports = ports;
    }

    private record Taken(IdempotencyKey key, Moment until) {}

    /** Takes over the keys of an earlier process, oldest first. */
    void remember(List<IdempotencyKey> keys) {
        Instant clock = ports.clock().instant();
        Moment now = ports.ticker().now();
        keys.forEach(key -> taken.put(key.name(), new Taken(key, now.plus(KEPT.minus(Age.of(key.takenAt(), clock))))));
    }

    /**
     * The uid of the task that was made under the same key before.
     *
     * @throws ApiException when it was another request
     */
    OptionalLong before(NewTask.Idempotency wish) {
        Taken before = taken.get(wish.key());
        if (before == null) {
            return OptionalLong.empty();
        }
        IdempotencyKey known = before.key;
        if (!known.fingerprint().equals(wish.fingerprint())) {
            String message = "The Idempotency-Key `" + wish.key() + "` was used for another request.";
            throw new ApiException(new ApiError(ErrorCode.IDEMPOTENCY_KEY_REUSED, message));
        }
        return OptionalLong.of(known.taskUid());
    }

    /** Takes a key for a task; answers what has to be written together with it. */
    List<Change> take(NewTask.Idempotency wish, long uid) {
        List<Change> changes = new ArrayList<>();
        Moment now = ports.ticker().now();
        List<String> old = taken.values().stream()
                .filter(one -> now.isAfter(one.until))
                .map(one -> one.key.name())
                .toList();
        if (!old.isEmpty()) {
            old.forEach(taken::remove);
            changes.add(new Change.DropIdempotencyKeys(old));
        }
        IdempotencyKey key = new IdempotencyKey(
                wish.key(), wish.fingerprint(), uid, ports.clock().instant());
        taken.put(wish.key(), new Taken(key, now.plus(KEPT)));
        changes.add(new Change.PutIdempotencyKey(key));
        return changes;
    }
}
