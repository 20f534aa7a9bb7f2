package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.time.Moment;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncCanceled;
import miroir.engine.sync.SyncProgress;
import org.jspecify.annotations.Nullable;

/** One open operation. Loop thread; how far it is can be drawn on any. */
final class Operation {
    private final StoredOperation begun;
    private final List<StoredMove> moves = new CopyOnWriteArrayList<>();
    private volatile Notes notes;
    private String title;
    private OperationStatus status;
    private CompletableFuture<Void> mayProceed = CompletableFuture.completedFuture(null);
    private Moment spentUntil = Moment.FIRST;

    Operation(StoredOperation stored, List<StoredMove> moves) {
        this.begun = stored;
        this.moves.addAll(moves);
        this.notes = Notes.fromJson(stored.content());
        this.title = stored.title();
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

    /** From now on it is in that phase. */
    void enter(String phase) {
        if (!notes.phase().equals(phase)) {
            notes = notes.in(phase);
        }
    }

    /** It is about more than when it began. */
    void rename(String next) {
        title = next;
    }

    void add(StoredMove move) {
        moves.add(move);
    }

    /** Takes a move's progress over; answers whether it is worth writing down. */
    boolean report(int number, SyncProgress seen) {
        StoredMove before = moves.get(number);
        StoredMove after = Moves.with(before, seen);
        moves.set(number, after);
        return after.phase() != before.phase()
                || after.attempts() != before.attempts()
                || !Objects.equals(after.error(), before.error());
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

    /** Ends it: what is to be written. It is drawn as open until it is read that it is not. */
    StoredOperation end(OperationStatus with, Notes last, Instant now) {
        status = with;
        mayProceed.complete(null);
        return stored(last, now);
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
    Duration spend(long bytes, Moment now) {
        long rate = notes.throttle().bytesPerSecond();
        if (rate <= 0) {
            return Duration.ZERO;
        }
        Moment from = spentUntil.isAfter(now) ? spentUntil : now;
        spentUntil = from.plus(Duration.ofNanos((long) (bytes * 1e9 / rate)));
        return now.until(spentUntil);
    }

    /** What is to be written of it. */
    StoredOperation stored() {
        return stored(notes, null);
    }

    private StoredOperation stored(Notes written, @Nullable Instant finishedAt) {
        return new StoredOperation(
                begun.id(),
                begun.planId(),
                begun.kind(),
                status,
                title,
                begun.startedAt(),
                finishedAt,
                written.toJson());
    }

    /**
     * How far it is. How it stands, its moves too, is told as it is written down: what is decided, but not on the disk, is
     * nobody's business. Any thread.
     */
    OperationPicture picture(StoredOperation row, List<StoredMove> rows) {
        if (row.finishedAt() != null) {
            return Moves.picture(row, rows);
        }
        Notes now = notes;
        Notes written = Notes.fromJson(row.content());
        return Moves.picture(
                row,
                written.in(now.phase()).with(now.result(), written.error()),
                rows.stream().map(this::progress).toList());
    }

    private StoredMove progress(StoredMove row) {
        StoredMove now = moves.get(row.number());
        return now.phase().equals(row.phase()) ? now : row;
    }

    /** The usual limits. */
    static Operator.Throttle usual() {
        return Notes.NONE.throttle();
    }
}
