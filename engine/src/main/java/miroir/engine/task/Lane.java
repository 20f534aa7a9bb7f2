package miroir.engine.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import miroir.engine.follow.Claim;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one index uid in order. Tasks are dispatched one after the other and pipelined from there on: each node
 * works through its queue in the order it was given. Tasks end in order too. Loop thread.
 *
 * <pre>
 *   waiting --start--> dispatching --all parts taken or given up--> under way --all parts ended--> concluded
 * </pre>
 */
final class Lane {
    private static final int MAX_UNDER_WAY = 32;
    /** Under way at most while a copy is about to be switched, so that the lane soon stands still. */
    private static final int NARROW = 1;

    private static final Duration TICK = Duration.ofMillis(500);

    private final LaneContext context;
    private final Verdicts verdicts;
    private final LaneQueue waiting;
    private final Deque<RunningTask> underWay = new ArrayDeque<>();
    private boolean dispatching;
    /** Whether a task of another lane keeps it standing still. */
    private boolean linked;
    /** Whether somebody holds it; one at a time. */
    private boolean held;

    private boolean concluding;
    private boolean ticking;
    private final Set<Object> narrowedBy = new HashSet<>();
    private final Fences fences = new Fences();
    private final Faltered faltered;
    private boolean resting;
    private final ReadAhead ahead;
    private final Stall stall;
    private final Ending ending;
    private final Consumer<Lane> idle;

    /**
     * A lane without tasks.
     *
     * @param idle is told whenever nothing is left that this lane has to remember
     */
    Lane(LaneContext context, Consumer<Lane> idle) {
        this.context = context;
        this.idle = idle;
        this.verdicts = new Verdicts(context);
        this.faltered = new Faltered(context.before());
        this.waiting = new LaneQueue(context.coalescing());
        this.ahead = new ReadAhead(context, waiting, this::pump);
        this.stall = new Stall(context, waiting, this::pump);
        this.ending = new Ending(context, verdicts, waiting, faltered, stall, this::startsUneven, this::sendAnew);
    }

    /** Takes a task; its turn comes when those before it were dispatched. */
    void submit(Waiting task) {
        context.ports().loop().assertHere();
        waiting.add(task);
        pump();
    }

    /** Takes a task that waits until the lane of the name it gives the index stands still, and keeps it so to its end. */
    void submitRenaming(Function<Waiting.Link, Waiting> task, Lane target) {
        context.ports().loop().assertHere();
        Waiting.Hold hold = new Waiting.Hold(new CompletableFuture<>(), false);
        target.waiting.add(hold);
        waiting.add(task.apply(new Waiting.Link(hold.reached(), target::release)));
        target.pump();
        pump();
    }

    private void release() {
        linked = false;
        pump();
        rest();
    }

    /** Completes when every task that was started up to now has ended. */
    CompletableFuture<Void> fence() {
        context.ports().loop().assertHere();
        return fences.fence();
    }

    /**
     * Starts no task from now on, but for those that may have been sent before; the hold is reached when all that were
     * started have ended. A copy that was switched between those would be taken to have what its node was sent before it
     * was in sync.
     */
    LaneHold hold() {
        context.ports().loop().assertHere();
        Waiting.Hold hold = new Waiting.Hold(new CompletableFuture<>(), true);
        waiting.insert(hold);
        pump();
        return new LaneHold(hold.reached(), () -> {
            if (!waiting.remove(hold)) {
                held = false;
            }
            pump();
            rest();
        });
    }

    /** Lets few tasks be under way at a time, until all who wished so have taken it back. */
    void narrow(Object who, boolean few) {
        if (few) {
            narrowedBy.add(who);
        } else if (narrowedBy.remove(who)) {
            pump();
            rest();
        }
    }

    /** Begins all anew that is under way: there are copies now for which it was not planned. */
    void anew() {
        context.ports().loop().assertHere();
        if (dispatching || !underWay.isEmpty()) {
            faltered.outdate();
            conclude();
        }
    }

    /** Whether tasks are under way or wait. */
    boolean busy() {
        return dispatching || !underWay.isEmpty() || !waiting.isEmpty();
    }

    private void pump() {
        context.ports().loop().assertHere();
        if (!dispatching && underWay.isEmpty()) {
            faltered.clear(underWay);
        }
        if (held || linked) {
            reach(held ? null : waiting.hold());
            return;
        }
        boolean barrier = underWay.stream().anyMatch(t -> t.work.barrier());
        if (dispatching || resting || !faltered.isEmpty() || barrier || !hasRoom()) {
            return;
        }
        Waiting next = waiting.peek();
        if (next instanceof Waiting.Stored) {
            ahead.read();
            return;
        }
        if (next instanceof Waiting.Turn turn && stall.holds(turn)) {
            next = waiting.hold();
        }
        if (next instanceof Waiting.Turn turn
                && !underWay.isEmpty()
                && context.planner().needsCalm(turn.task())) {
            return;
        }
        if (next instanceof Waiting.Hold hold) {
            reach(hold);
        } else if (next instanceof Waiting.Turn turn && turn.link().free().isDone()) {
            start(waiting.take(turn));
        } else if (next instanceof Waiting.Turn turn) {
            Unattended.run(
                    turn.link().free().thenRunAsync(this::pump, context.ports().loop()), "waiting for another lane");
        }
    }

    private boolean hasRoom() {
        return underWay.size() < (narrowedBy.isEmpty() ? MAX_UNDER_WAY : NARROW);
    }

    private boolean startsUneven() {
        if (waiting.isNextUneven()) {
            pump();
        }
        boolean starts = dispatching || ahead.isReading();
        if (starts) {
            // what has nothing more to do must not keep the memory that the next one waits for
            underWay.stream().filter(RunningTask::finished).forEach(RunningTask::makeRoom);
        }
        return starts;
    }

    /** What another lane keeps standing still, maybe for long, can be held by somebody as well. */
    private void reach(Waiting.@Nullable Hold hold) {
        if (hold != null && !dispatching && underWay.isEmpty()) {
            waiting.remove(hold);
            held |= hold.passes();
            linked |= !hold.passes();
            hold.reached().complete(null);
        }
    }

    private void rest() {
        if (!busy() && !held && !linked && !resting && !concluding && !ticking && narrowedBy.isEmpty()) {
            idle.accept(this);
        }
    }

    private void start(List<Waiting.Turn> turns) {
        dispatching = true;
        fences.started();
        Unattended.run(
                Starting.plan(context, turns)
                        .thenAcceptAsync(
                                running -> begin(running, turns.get(0).sent()),
                                context.ports().loop()),
                "starting task " + turns.get(0).task().uid());
    }

    private void begin(RunningTask running, boolean sent) {
        underWay.add(running);
        tick();
        send(running, sent);
    }

    private void send(RunningTask running, boolean sent) {
        for (PartRun part : running.parts) {
            part.maybeSent = sent;
            part.floor = faltered.floor(part.part.volume(), running.task.uid());
            part.attempt += running.members.get(0).turn().tries();
            context.sender().send(running, part, () -> settled(running));
        }
        settled(running);
    }

    private void sendAnew(RunningTask running) {
        dispatching = true;
        send(running, true);
    }

    /** Runs whenever a part of a task that is being dispatched may have come to rest. */
    private void settled(RunningTask task) {
        boolean sending = task.parts.stream().anyMatch(p -> p.state == PartRun.State.SENDING);
        if (sending || task.deciding || task.dispatched) {
            return;
        }
        task.deciding = true;
        CompletableFuture<Void> decided = CompletableFuture.completedFuture(null);
        for (PartRun part : task.parts) {
            if (part.state == PartRun.State.TROUBLED) {
                decided = decided.thenCompose(done -> verdicts.decide(task, part, () -> settled(task)));
            }
        }
        Unattended.run(
                decided.thenRunAsync(() -> decided(task), context.ports().loop()), "dispatching task " + task.name());
    }

    private void decided(RunningTask task) {
        task.deciding = false;
        if (!task.settled()) {
            settled(task);
            return;
        }
        task.dispatched = true;
        dispatching = false;
        for (PartRun part : task.parts) {
            faltered.dispatched(part);
            if (part.state == PartRun.State.ACCEPTED) {
                watch(part);
            }
        }
        context.ledger().dispatched(task);
        tick();
        conclude();
        pump();
    }

    private void watch(PartRun part) {
        for (PartRun.Call call : part.calls) {
            Claim claim = call.claim;
            if (claim != null) {
                Unattended.run(
                        claim.ended().thenAccept(ended -> {
                            part.observe(claim, ended);
                            if (part.finished()) {
                                conclude();
                            }
                        }),
                        "following a task");
            }
        }
    }

    /** Ends the tasks at the head that can be ended. */
    private void conclude() {
        context.ports().loop().assertHere();
        RunningTask head = underWay.peek();
        if (concluding || head == null || !head.dispatched || context.cluster().isClosed()) {
            return;
        }
        concluding = true;
        // what is being put back comes to its end first; nothing is under way beside it
        if (!faltered.isEmpty() && head.failed == null) {
            beginAnew();
            return;
        }
        Unattended.run(
                verdicts.giveUpDead(head)
                        .thenComposeAsync(
                                done -> head.finished() ? ending.end(head) : CompletableFuture.completedFuture(false),
                                context.ports().loop())
                        .whenCompleteAsync(
                                (ended, failure) -> concluded(head, Boolean.TRUE.equals(ended)),
                                context.ports().loop()),
                "ending task " + head.name() + "; it is taken up again after a restart");
    }

    /**
     * When all that was started has ended, it is begun anew, in its order: what a volume took of later tasks came before
     * what it could not do.
     */
    private void beginAnew() {
        CompletableFuture<Void> seen = CompletableFuture.completedFuture(null);
        for (RunningTask running : underWay) {
            seen = seen.thenComposeAsync(
                    x -> verdicts.giveUpDead(running), context.ports().loop());
        }
        Unattended.run(
                seen.thenRunAsync(
                        () -> {
                            concluding = false;
                            if (!dispatching && underWay.stream().allMatch(RunningTask::finished)) {
                                putBack();
                            }
                        },
                        context.ports().loop()),
                "beginning anew what nodes could not do");
    }

    private void putBack() {
        boolean stalling = stall.isNoted();
        int tries = underWay.element().members.get(0).turn().tries();
        faltered.clear(underWay);
        while (!underWay.isEmpty()) {
            RunningTask last = underWay.removeLast();
            waiting.again(last.members, stalling);
            last.release();
            fences.ended();
        }
        resting = true;
        context.ports().loop().after(TICK.multipliedBy(1L << Math.min(tries, 5)), () -> {
            resting = false;
            pump();
        });
    }

    private void concluded(RunningTask head, boolean ended) {
        concluding = false;
        if (!ended) {
            if (!faltered.isEmpty()) {
                conclude();
            }
            return;
        }
        underWay.remove();
        head.release();
        if (!head.separated) {
            head.members.forEach(member -> member.turn().link().ended().run());
        }
        fences.ended();
        conclude();
        pump();
        rest();
    }

    private void tick() {
        if (ticking || underWay.isEmpty()) {
            return;
        }
        ticking = true;
        context.ports().loop().after(TICK, () -> {
            ticking = false;
            RunningTask last = underWay.peekLast();
            if (last != null && !last.dispatched) {
                verdicts.abandonDead(last);
                settled(last);
            }
            conclude();
            tick();
            rest();
        });
    }
}
