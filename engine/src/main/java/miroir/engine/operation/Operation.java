package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.OperationPicture.Status;
import miroir.engine.api.Operator;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncCanceled;
import miroir.engine.sync.SyncProgress;
import org.jspecify.annotations.Nullable;

/** One open operation: changed on the loop thread, drawn on any. */
final class Operation {
    private final StoredOperation begun;
    private final List<StoredMove> moves = new CopyOnWriteArrayList<>();
    private volatile Notes notes;
    private volatile Status status;
    private volatile @Nullable Instant finishedAt;
    private CompletableFuture<Void> mayProceed = CompletableFuture.completedFuture(null);
    private Instant spentUntil = Instant.MIN;

    Operation(StoredOperation stored, List<StoredMove> moves) {
        this.begun = stored;
        this.moves.addAll(moves);
        this.notes = Notes.fromJson(stored.content());
        this.finishedAt = stored.finishedAt();
        this.status = Status.valueOf(stored.status().toUpperCase(Locale.ROOT));
        if (status == Status.PAUSED) {
            mayProceed = new CompletableFuture<>();
        }
    }

    String id() {
        return begun.id();
    }

    @Nullable
    String planId() {
        return begun.planId();
    }

    OperationPicture.Kind kind() {
        return OperationPicture.Kind.valueOf(begun.kind().toUpperCase(Locale.ROOT));
    }

    Status status() {
        return status;
    }

    Notes notes() {
        return notes;
    }

    List<StoredMove> moves() {
        return moves;
    }

    void note(Notes next) {
        notes = next;
    }

    void add(StoredMove move) {
        moves.add(move);
    }

    /** Takes a move's progress over; answers whether it is worth writing down. */
    boolean report(int number, SyncProgress seen) {
        StoredMove before = moves.get(number);
        StoredMove after = Moves.with(before, seen);
        moves.set(number, after);
        return !after.phase().equals(before.phase()) || after.attempts() != before.attempts();
    }

    void move(int number, String phase) {
        moves.set(number, Moves.in(moves.get(number), phase));
    }

    void pause() {
        status = Status.PAUSED;
        mayProceed = new CompletableFuture<>();
    }

    void resume() {
        status = Status.RUNNING;
        mayProceed.complete(null);
    }

    void end(Status with, Instant now) {
        status = with;
        finishedAt = now;
        mayProceed.complete(null);
    }

    boolean isOpen() {
        return status == Status.RUNNING || status == Status.PAUSED;
    }

    /** Completes when moves may go on; fails when they are to be undone. */
    CompletableFuture<Void> proceed() {
        return mayProceed.thenRun(() -> {
            if (status == Status.CANCELED) {
                throw new SyncCanceled("the operation was canceled");
            }
        });
    }

    /** How long to wait after so many bytes: all moves together keep to the rate. */
    Duration spend(long bytes, Instant now) {
        long rate = notes.throttle().bytesPerSecond();
        if (rate <= 0) {
            return Duration.ZERO;
        }
        Instant from = spentUntil.isAfter(now) ? spentUntil : now;
        spentUntil = from.plusNanos((long) (bytes * 1e9 / rate));
        return Duration.between(now, spentUntil);
    }

    StoredOperation stored() {
        return new StoredOperation(
                begun.id(),
                begun.planId(),
                begun.kind(),
                status.name().toLowerCase(Locale.ROOT),
                begun.title(),
                begun.startedAt(),
                finishedAt,
                notes.toJson());
    }

    OperationPicture picture() {
        return Moves.picture(stored(), List.copyOf(moves));
    }

    /** The usual limits. */
    static Operator.Throttle usual() {
        return Notes.NONE.throttle();
    }
}
