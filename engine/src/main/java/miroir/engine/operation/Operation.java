package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.engine.api.OperationPicture;
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
    private volatile OperationStatus status;
    private volatile @Nullable Instant finishedAt;
    private CompletableFuture<Void> mayProceed = CompletableFuture.completedFuture(null);
    private Instant spentUntil = Instant.MIN;

    Operation(StoredOperation stored, List<StoredMove> moves) {
        this.begun = stored;
        this.moves.addAll(moves);
        this.notes = Notes.fromJson(stored.content());
        this.finishedAt = stored.finishedAt();
        this.status = stored.status();
        if (status == OperationStatus.PAUSED) {
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

    OperationKind kind() {
        return begun.kind();
    }

    OperationStatus status() {
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
        return after.phase() != before.phase() || after.attempts() != before.attempts();
    }

    void move(int number, MovePhase phase) {
        moves.set(number, Moves.in(moves.get(number), phase));
    }

    void pause() {
        status = OperationStatus.PAUSED;
        mayProceed = new CompletableFuture<>();
    }

    void resume() {
        status = OperationStatus.RUNNING;
        mayProceed.complete(null);
    }

    void end(OperationStatus with, Instant now) {
        status = with;
        finishedAt = now;
        mayProceed.complete(null);
    }

    boolean isOpen() {
        return status.isOpen();
    }

    /** Completes when moves may go on; fails when they are to be undone. */
    CompletableFuture<Void> proceed() {
        return mayProceed.thenRun(() -> {
            if (status == OperationStatus.CANCELED) {
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
                status,
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
