package miroir.engine.task;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.time.Age;
import miroir.core.time.Moment;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.IdempotencyKey;

/**
 * Which task a client's Idempotency-Key stands for, for a day. The store alone knows: in memory are only the keys of writes
 * that are being taken. Loop thread.
 */
final class RepeatedWrites {
    /** How long a key is remembered. */
    static final Duration KEPT = Duration.ofHours(24);
    /** So many are remembered; none is forgotten before its time, so more are refused. */
    static final long MOST = 1_000_000;

    private final Ports ports;
    private final Cluster cluster;
    private final Moment start;
    private final Instant startedAt;
    /** The newest write under each key that is being taken. */
    private final Map<String, CompletableFuture<?>> taking = new HashMap<>();
    /** Of those that are remembered, as they were counted last and taken since. */
    private long known;

    RepeatedWrites(Ports ports, Cluster cluster) {
        this.ports = ports;
        this.cluster = cluster;
        this.start = ports.ticker().now();
        this.startedAt = ports.clock().instant();
    }

    /** The time of now by a clock that nobody sets while Miroir runs. */
    Instant now() {
        return startedAt.plus(start.until(ports.ticker().now()));
    }

    /** So many keys are remembered. */
    void count(long keys) {
        ports.loop().assertHere();
        known = keys;
    }

    /** Takes one write under a key at a time. */
    <T> CompletableFuture<T> inTurn(String key, Supplier<CompletableFuture<T>> take) {
        ports.loop().assertHere();
        CompletableFuture<?> before = taking.getOrDefault(key, CompletableFuture.completedFuture(null));
        CompletableFuture<T> mine =
                before.handle((done, failure) -> null).thenComposeAsync(x -> take.get(), ports.loop());
        taking.put(key, mine);
        Unattended.run(
                mine.handleAsync((done, failure) -> taking.remove(key, mine), ports.loop()), "taking a repeated write");
        return mine;
    }

    /**
     * The uid of the task that was made under the same key before, not on the loop; fails with {@link ApiException} when it
     * was another request.
     */
    CompletableFuture<OptionalLong> before(NewTask.Idempotency wish) {
        return CompletableFuture.supplyAsync(
                () -> cluster.look(store -> store.idempotencyKey(wish.key()))
                        .filter(key -> Age.of(key.takenAt(), now()).compareTo(KEPT) <= 0)
                        .map(key -> same(wish, key))
                        .orElse(OptionalLong.empty()),
                ports.workers());
    }

    private static OptionalLong same(NewTask.Idempotency wish, IdempotencyKey known) {
        if (!known.fingerprint().equals(wish.fingerprint())) {
            String message = "The Idempotency-Key `" + wish.key() + "` was used for another request.";
            throw new ApiException(new ApiError(ErrorCode.IDEMPOTENCY_KEY_REUSED, message));
        }
        return OptionalLong.of(known.taskUid());
    }

    /** What has to be written together with a task that is taken under a key. */
    List<Change> take(NewTask.Idempotency wish, long uid) {
        if (known >= MOST) {
            throw new ApiException(
                    ErrorCode.TOO_MANY_WAITING_WRITES,
                    MOST + " keys of repeated writes are remembered, which is the most. Nothing was stored.");
        }
        known++;
        return List.of(new Change.PutIdempotencyKey(new IdempotencyKey(wish.key(), wish.fingerprint(), uid, now())));
    }
}
