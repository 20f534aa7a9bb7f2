package miroir.engine.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.Demotion;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredTask;
import miroir.engine.write.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one index uid in order. Tasks are dispatched one after the other and pipelined from there on: each node
 * works through its queue in the order it was given. Tasks end in order too. Loop thread.
 *
 * <pre>
 *   waiting --start--> dispatching --all parts taken or given up--> under way --all parts ended--> concluded
 * </pre>
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MAX_UNDER_WAY = 32;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final long MAX_RETRY_MS = 5000;
    private static final Set<PartRun.State> TAKEN = EnumSet.of(PartRun.State.ACCEPTED, PartRun.State.SUCCEEDED);
    private static final Set<PartRun.State> DONE = EnumSet.of(PartRun.State.SUCCEEDED);

    private final LaneContext context;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<RunningTask> underWay = new ArrayDeque<>();
    private final Map<PartRun, Integer> retries = new HashMap<>();
    private boolean dispatching;
    private boolean concluding;
    private boolean ticking;

    Lane(LaneContext context) {
        this.context = context;
    }

    /**
     * Takes a task; its turn comes when those before it were dispatched.
     *
     * @param resumed whether an earlier process may have sent parts of it
     */
    void submit(StoredTask task, boolean resumed) {
        waiting.add(new Waiting(task, resumed));
        pump();
    }

    private void pump() {
        boolean barrier = underWay.stream().anyMatch(t -> t.work.barrier());
        if (dispatching || barrier || underWay.size() >= MAX_UNDER_WAY || waiting.isEmpty()) {
            return;
        }
        dispatching = true;
        Waiting next = waiting.remove();
        StoredTask task = context.ledger().started(next.task);
        Unattended.run(
                CompletableFuture.completedFuture(task)
                        .thenComposeAsync(
                                context.planner()::plan, context.ports().loop())
                        .exceptionally(failure -> unplanned(task, failure))
                        .thenAcceptAsync(
                                work -> begin(task, work, next.resumed),
                                context.ports().loop()),
                "starting task " + task.uid());
    }

    /** What the planner refuses is the task's error; anything else is a fault of Miroir. */
    private static Work unplanned(StoredTask task, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ApiException)) {
            cause = cause.getCause();
        }
        if (cause instanceof ApiException refused) {
            return Work.failed(refused.error());
        }
        LOG.error("task {} cannot be planned", task.uid(), failure);
        return Work.failed(new ApiError(ErrorCode.INTERNAL, "Miroir could not carry out the task."));
    }

    private void begin(StoredTask task, Work work, boolean resumed) {
        RunningTask running = new RunningTask(task, work);
        underWay.add(running);
        tick();
        for (PartRun part : running.parts) {
            context.sender().send(running, part, resumed, () -> settled(running));
        }
        settled(running);
    }

    /** Runs whenever a part of a task that is being dispatched came to rest. */
    private void settled(RunningTask task) {
        boolean sending = task.parts.stream().anyMatch(p -> p.state == PartRun.State.SENDING);
        if (sending || task.deciding || task.handedOver) {
            return;
        }
        task.deciding = true;
        CompletableFuture<Void> decided = CompletableFuture.completedFuture(null);
        for (PartRun part : task.parts) {
            if (part.state == PartRun.State.TROUBLED) {
                decided = decided.thenCompose(done -> decide(task, part));
            }
        }
        Unattended.run(
                decided.thenRunAsync(() -> decided(task), context.ports().loop()),
                "dispatching task " + task.task.uid());
    }

    private void decided(RunningTask task) {
        task.deciding = false;
        if (task.dispatched()) {
            dispatched(task);
        } else {
            settled(task);
        }
    }

    /** Happens once per task: a second time would let two tasks be dispatched side by side, in any order. */
    private void dispatched(RunningTask task) {
        task.handedOver = true;
        dispatching = false;
        for (PartRun part : task.parts) {
            if (part.state == PartRun.State.ACCEPTED) {
                context.tracker().watch(part, this::conclude);
            }
        }
        context.ledger().dispatched(task);
        tick();
        conclude();
        pump();
    }

    /**
     * A part whose shards other in-sync copies have taken is given up, its copies demoted durably before the next task
     * is dispatched; otherwise it is tried again.
     */
    private CompletableFuture<Void> decide(RunningTask task, PartRun part) {
        if (part.state != PartRun.State.TROUBLED) {
            return CompletableFuture.completedFuture(null);
        }
        if (task.work.effect() instanceof Work.Effect.Drop) {
            part.state = PartRun.State.GIVEN_UP;
            return CompletableFuture.completedFuture(null);
        }
        if (task.coveredElsewhere(part, TAKEN, inSync(part))) {
            part.state = PartRun.State.GIVEN_UP;
            return demote(task, part);
        }
        int tried = retries.merge(part, 1, Integer::sum);
        long delay = Math.min(MAX_RETRY_MS, 250L << Math.min(tried, 10));
        part.state = PartRun.State.SENDING;
        context.ports()
                .loop()
                .after(Duration.ofMillis(delay), () -> context.sender().send(task, part, true, () -> settled(task)));
        return CompletableFuture.completedFuture(null);
    }

    private InSync inSync(PartRun part) {
        return InSync.of(context.cluster().latest(), part.part.volume().index());
    }

    /** Ends the tasks at the head that can be ended. */
    private void conclude() {
        RunningTask head = underWay.peek();
        if (concluding || head == null || !head.handedOver) {
            return;
        }
        concluding = true;
        Unattended.run(
                giveUpDead(head)
                        .thenComposeAsync(
                                done -> head.finished() ? end(head) : CompletableFuture.completedFuture(false),
                                context.ports().loop())
                        .whenCompleteAsync(
                                (ended, failure) -> concluded(head, Boolean.TRUE.equals(ended)),
                                context.ports().loop()),
                "ending task " + head.task.uid() + "; it is taken up again after a restart");
    }

    private CompletableFuture<Boolean> end(RunningTask head) {
        InSync now = head.parts.isEmpty() ? new InSync() : inSync(head.parts.get(0));
        Outcome outcome = Outcome.of(head.parts, now);
        CompletableFuture<Void> demoted = CompletableFuture.completedFuture(null);
        for (PartRun part : outcome.demote()) {
            demoted = demoted.thenComposeAsync(
                    done -> demote(head, part), context.ports().loop());
        }
        return demoted.thenComposeAsync(
                        done -> context.ledger().concluded(head, outcome),
                        context.ports().loop())
                .thenApply(done -> true);
    }

    private void concluded(RunningTask head, boolean ended) {
        concluding = false;
        if (!ended) {
            return;
        }
        underWay.remove();
        head.parts.forEach(retries::remove);
        conclude();
        pump();
    }

    private CompletableFuture<Void> demote(RunningTask task, PartRun part) {
        String why = "missed task " + task.task.uid()
                + (part.trouble.isEmpty() ? ": its node failed it" : ": " + part.trouble);
        var volume = part.part.volume();
        return context.demotion()
                .demote(
                        volume.index(),
                        copy -> copy.node().equals(volume.node())
                                && copy.rank() == volume.rank()
                                && part.part.shards().contains(copy.shard()),
                        false,
                        new Demotion.Reason(why, context.ports().clock().instant()));
    }

    /** Does not wait for a dead node whose shards other in-sync copies have written. */
    private CompletableFuture<Void> giveUpDead(RunningTask head) {
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (PartRun part : head.parts) {
            if (part.state != PartRun.State.ACCEPTED || !down(part.part.volume().node())) {
                continue;
            }
            if (head.work.effect() instanceof Work.Effect.Drop) {
                part.state = PartRun.State.GIVEN_UP;
            } else if (head.coveredElsewhere(part, DONE, inSync(part))) {
                part.state = PartRun.State.GIVEN_UP;
                part.trouble = "the node went down";
                all = all.thenComposeAsync(
                        done -> demote(head, part), context.ports().loop());
            }
        }
        return all;
    }

    private boolean down(NodeId node) {
        return context.nodes().down(node);
    }

    /** Does not wait for the answer of a node that died while it was asked, when others have taken its shards. */
    private void abandonDead() {
        RunningTask last = underWay.peekLast();
        if (!dispatching || last == null) {
            return;
        }
        for (PartRun part : last.parts) {
            if (part.state == PartRun.State.SENDING
                    && down(part.part.volume().node())
                    && last.coveredElsewhere(part, TAKEN, inSync(part))) {
                part.state = PartRun.State.TROUBLED;
                part.trouble = "the node went down";
            }
        }
        settled(last);
    }

    private void tick() {
        if (ticking || underWay.isEmpty()) {
            return;
        }
        ticking = true;
        context.ports().loop().after(TICK, () -> {
            ticking = false;
            abandonDead();
            conclude();
            tick();
        });
    }

    private record Waiting(StoredTask task, boolean resumed) {}
}
