package miroir.engine.task;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import miroir.engine.state.Safeguard;
import miroir.engine.write.Part;

/** Ends the task at the head of a lane when all its parts have come to their ends, or finds why it cannot be ended yet. Loop thread. */
final class Ending {
    private final LaneContext context;
    private final Verdicts verdicts;
    private final LaneQueue waiting;
    private final Faltered faltered;
    private final Stall stall;
    private final BooleanSupplier more;
    private final Consumer<RunningTask> send;

    /**
     * For the lane with that queue.
     *
     * @param more starts what may have been sent to some copies and not to others, and says whether there is such a task
     * @param send sends the parts of a task that is to be put back
     */
    Ending(
            LaneContext context,
            Verdicts verdicts,
            LaneQueue waiting,
            Faltered faltered,
            Stall stall,
            BooleanSupplier more,
            Consumer<RunningTask> send) {
        this.context = context;
        this.verdicts = verdicts;
        this.waiting = waiting;
        this.faltered = faltered;
        this.stall = stall;
        this.more = more;
        this.send = send;
    }

    /** Completes with whether it has ended, durably. */
    CompletableFuture<Boolean> end(RunningTask head) {
        Outcome outcome = verdicts.outcome(head);
        Outcome undone = head.failed;
        if (undone != null) {
            return verdicts.demote(head, outcome)
                    .thenCompose(x -> context.ledger().concluded(head, undone))
                    .thenApply(x -> true);
        }
        if (stall.holds(head, outcome)) {
            // it may wait for long: copies that failed it where others did not are not in sync meanwhile
            return verdicts.demote(head, outcome)
                    .thenApplyAsync(
                            done -> {
                                // those behind it that were sent, too, come first to where all copies are alike
                                if (!more.getAsBoolean()) {
                                    stall.note();
                                    faltered.outdate();
                                }
                                return false;
                            },
                            context.ports().loop());
        }
        if (head.together() && outcome.error() != null) {
            return verdicts.demote(head, outcome)
                    .thenApplyAsync(done -> separated(head), context.ports().loop());
        }
        if (faltered.note(head, outcome)) {
            return CompletableFuture.completedFuture(false);
        }
        boolean undoes = outcome.error() != null && context.ports().protocol().keeps(Safeguard.UNDO);
        List<Part> back = undoes ? head.back() : List.of();
        if (!back.isEmpty()) {
            head.undo(outcome, back);
            send.accept(head);
            return CompletableFuture.completedFuture(false);
        }
        if (!context.ports().protocol().keeps(Safeguard.DEMOTION_BEFORE_ACK)) {
            return context.ledger()
                    .concluded(head, outcome)
                    .thenCompose(x -> verdicts.demote(head, outcome))
                    .thenApply(x -> true);
        }
        return verdicts.demote(head, outcome)
                .thenComposeAsync(
                        done -> context.ledger().concluded(head, outcome),
                        context.ports().loop())
                .thenApply(done -> true);
    }

    /**
     * Who of those that failed together is at fault shows when each is sent alone where they failed, which left nothing
     * behind there. Where they succeeded they are not sent again: the earlier would undo the later.
     */
    private boolean separated(RunningTask failed) {
        waiting.again(failed.members, false);
        failed.separated = true;
        return true;
    }
}
