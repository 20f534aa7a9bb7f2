package miroir.engine.task;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.engine.state.Demotion;
import miroir.engine.state.Safeguard;
import miroir.engine.write.Work;

/** What becomes of the parts of a task, judged by the copies that are in sync now. Loop thread. */
final class Verdicts {
    private static final long MAX_RETRY_MS = 5000;
    private static final Set<PartRun.State> TAKEN = EnumSet.of(PartRun.State.ACCEPTED, PartRun.State.SUCCEEDED);
    private static final Set<PartRun.State> DONE = EnumSet.of(PartRun.State.SUCCEEDED);

    private final LaneContext context;

    Verdicts(LaneContext context) {
        this.context = context;
    }

    /**
     * A part whose shards other in-sync copies have taken is given up, its copies demoted durably before the next task
     * is dispatched; otherwise it is tried again, and {@code settled} runs when that has come to rest.
     */
    CompletableFuture<Void> decide(RunningTask task, PartRun part, Runnable settled) {
        InSync now = inSync(part);
        if (task.work.effect() instanceof Work.Effect.Drop || !now.testAny(part.part)) {
            part.state = PartRun.State.GIVEN_UP;
            return CompletableFuture.completedFuture(null);
        }
        if (task.coveredElsewhere(part, TAKEN, now)) {
            part.state = PartRun.State.GIVEN_UP;
            return demote(task, part, part.part.shards());
        }
        long delay = Math.min(MAX_RETRY_MS, 500L << Math.min(part.rounds++, 10));
        part.state = PartRun.State.SENDING;
        part.maybeSent = true;
        context.ports()
                .loop()
                .after(Duration.ofMillis(delay), () -> context.sender().send(task, part, settled));
        return CompletableFuture.completedFuture(null);
    }

    private InSync inSync(PartRun part) {
        Set<CopyState> states = keeps(Safeguard.VERDICT_OF_NOW)
                ? EnumSet.of(CopyState.IN_SYNC)
                : EnumSet.of(CopyState.IN_SYNC, CopyState.STALE);
        return InSync.of(context.cluster().latest(), part.part.volume().index(), states);
    }

    private boolean keeps(Safeguard rule) {
        return context.ports().protocol().keeps(rule);
    }

    /** Demotes, durably, the copies that missed what others have. */
    CompletableFuture<Void> demote(RunningTask head, Outcome outcome) {
        CompletableFuture<Void> demoted = CompletableFuture.completedFuture(null);
        for (Outcome.Missed missed :
                keeps(Safeguard.OUTCOME_COMPARISON) ? outcome.demote() : List.<Outcome.Missed>of()) {
            demoted = demoted.thenComposeAsync(
                    done -> demote(head, missed.part(), missed.shards()),
                    context.ports().loop());
        }
        return demoted;
    }

    /** What a node keeps of a deleted index is never asked for again: its volumes' names are not given twice. */
    Outcome outcome(RunningTask head) {
        return head.parts.isEmpty() || head.work.effect() instanceof Work.Effect.Drop
                ? Outcome.SUCCESS
                : Outcome.of(head.parts, inSync(head.parts.get(0)));
    }

    private CompletableFuture<Void> demote(RunningTask task, PartRun part, Collection<Integer> shards) {
        String why =
                "missed task " + task.name() + (part.trouble.isEmpty() ? ": its node failed it" : ": " + part.trouble);
        var volume = part.part.volume();
        return context.demotion()
                .demote(
                        volume.index(),
                        copy -> copy.node().equals(volume.node())
                                && copy.rank() == volume.rank()
                                && shards.contains(copy.shard()),
                        false,
                        new Demotion.Reason(why, context.ports().clock().instant()));
    }

    /** Does not wait for a dead node whose shards other in-sync copies have written. */
    CompletableFuture<Void> giveUpDead(RunningTask head) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (PartRun part : head.parts) {
            if (part.state != PartRun.State.ACCEPTED || !down(part.part.volume().node())) {
                continue;
            }
            if (head.work.effect() instanceof Work.Effect.Drop) {
                part.state = PartRun.State.GIVEN_UP;
            } else if (!inSync(part).testAny(part.part)) {
                part.state = PartRun.State.GIVEN_UP;
            } else if (head.coveredElsewhere(part, DONE, inSync(part))) {
                part.state = PartRun.State.GIVEN_UP;
                part.trouble = "the node went down";
                all = all.thenComposeAsync(
                        done -> demote(head, part, part.part.shards()),
                        context.ports().loop());
            }
        }
        return all;
    }

    private boolean down(NodeId node) {
        return context.nodes().down(node);
    }

    /** Does not wait for the answer of a node that died while it was asked, when others have taken its shards. */
    void abandonDead(RunningTask last) {
        for (PartRun part : last.parts) {
            if (part.state == PartRun.State.SENDING
                    && down(part.part.volume().node())
                    && (last.coveredElsewhere(part, TAKEN, inSync(part))
                            || !inSync(part).testAny(part.part))) {
                // the call under way may have been taken
                part.maybeSent = true;
                part.troubled("the node went down");
            }
        }
    }
}
