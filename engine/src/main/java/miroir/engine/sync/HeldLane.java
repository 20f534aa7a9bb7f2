package miroir.engine.sync;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.time.Moment;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Unattended;
import miroir.engine.task.LaneHold;

/** Holds an index's writes for a bounded time. Clients do not notice but for later ends of their tasks. Loop thread. */
final class HeldLane {
    /** The longest hold; past it, it is given up unless the point of no return was passed. */
    static final Duration BUDGET = Duration.ofSeconds(3);
    /** The latest moment of a hold for the point of no return: the transaction itself takes its time too. */
    private static final Duration LATEST = Duration.ofMillis(2500);

    private final Sync sync;
    private final Moment from;
    private final String uid;
    private final LaneHold hold;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private boolean released;
    private boolean expired;
    private boolean committed;

    private HeldLane(Sync sync, boolean really) {
        this.sync = sync;
        this.from = sync.moment();
        this.uid = sync.uid();
        this.hold = really ? sync.context.tasks().hold(uid) : new LaneHold(Sync.done(), () -> {});
    }

    /** Does the step while writes are held; they go on when it has ended, or when the hold has lasted too long. */
    static <T> CompletableFuture<T> during(Sync sync, Step<T> step) {
        return during(sync, step, true);
    }

    static <T> CompletableFuture<T> during(Sync sync, Step<T> step, boolean really) {
        HeldLane held = new HeldLane(sync, really);
        Unattended.run(
                held.hold.reached().thenAccept(x -> held.reached.complete(null)),
                "waiting for the lane to stand still");
        sync.context.ports().loop().after(BUDGET, held::expire);
        return sync.then(held.reached, (Supplier<CompletableFuture<T>>) () -> {
                    held.check();
                    return step.run(held);
                })
                .whenCompleteAsync(
                        (done, failure) -> held.release(), sync.context.ports().loop());
    }

    /** What is done under a hold. */
    @FunctionalInterface
    interface Step<T> {
        /** Runs; it looks at the hold before each thing that needs it. */
        CompletableFuture<T> run(HeldLane held);
    }

    private void expire() {
        if (!released && !committed) {
            expired = true;
            release();
            reached.complete(null);
        }
    }

    private void release() {
        if (!released) {
            released = true;
            hold.release().run();
        }
    }

    /** Fails once the hold was given up, or when the index has got another name, whose lane is not held. */
    void check() {
        if (expired || !uid.equals(sync.uid())) {
            throw new Expired(sync);
        }
    }

    /** From now on the hold lasts until the step has ended: what was ordered can no longer be called off. */
    void commit() {
        check();
        if (lasted().compareTo(LATEST) > 0) {
            throw new Expired(sync);
        }
        committed = true;
    }

    /** How long it has lasted. */
    Duration lasted() {
        return from.until(sync.moment());
    }

    /** The hold lasted too long; nothing was changed. */
    static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Expired(Sync sync) {
            super("the hold of " + sync.uid() + " lasted too long", null, false, false);
        }
    }

    /** Whether that is why a future failed. */
    static boolean isExpired(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Expired) {
                return true;
            }
            if (cause instanceof NodeTrouble) {
                return false;
            }
        }
        return false;
    }
}
