package miroir.engine.follow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.TaskRef;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/** The record of one node's task list and the requests that keep it up to date. Loop thread. */
final class Follower {
    private static final Duration QUICKEST = Duration.ofMillis(20);
    private static final Duration SLOWEST = Duration.ofMillis(500);
    private static final int TASKS_PER_POLL = 200;
    private static final int TASKS_PER_PAGE = 500;
    private static final int MOST_AGAIN = 2;

    private record Waiter(Predicate<NodeTask> which, CompletableFuture<Void> done) {}

    private final NodeId node;
    private final Ports ports;
    private final NodeApi api;
    private final NodeTasks all;
    final TaskLog log = new TaskLog();
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<CompletableFuture<NodeTasks.Tail>> behind = new ArrayList<>();
    private boolean following;
    private boolean asking;
    private boolean scheduled;
    private Duration interval = QUICKEST;
    /** Counts beginnings: an answer to a question of before one says nothing. */
    private int era;

    Follower(NodeId node, Ports ports, NodeApi api, NodeTasks all) {
        this.node = node;
        this.ports = ports;
        this.api = api;
        this.all = all;
    }

    void begin(@Nullable TaskRef watermark) {
        era++;
        log.reset(watermark);
        tellWaiters();
    }

    CompletableFuture<NodeTasks.Tail> follow() {
        CompletableFuture<NodeTasks.Tail> told = new CompletableFuture<>();
        behind.add(told);
        if (!following) {
            following = true;
            round();
        }
        return told;
    }

    /** See {@link NodeTasks#resume}. */
    CompletableFuture<Void> resume(TaskRef sign) {
        TaskRef from = log.anchor();
        int asked = era;
        if (from == null) {
            return CompletableFuture.completedFuture(null);
        }
        return api.tasksFrom(node, from.uid() + 1, TASKS_PER_PAGE).thenCompose(answer -> {
            NodeTaskPage page = answer.said().orElse(null);
            if (page == null || asked != era || !from.equals(log.anchor())) {
                return CompletableFuture.completedFuture(null);
            }
            boolean whole = page.shows(sign) && log.accountsFor(page, sign.uid());
            if (page.shows(sign)) {
                log.extend(page, this::volume);
            } else {
                log.rebase(sign);
            }
            judgeUnclaimed();
            return whole ? CompletableFuture.completedFuture(null) : all.judge().forgotten(node);
        });
    }

    /** One round for all who asked before it began. */
    private void round() {
        List<CompletableFuture<NodeTasks.Tail>> those = List.copyOf(behind);
        behind.clear();
        Unattended.run(
                page(MOST_AGAIN)
                        .thenAcceptAsync(
                                tail -> {
                                    judgeUnclaimed();
                                    those.forEach(told -> told.complete(tail));
                                    if (behind.isEmpty()) {
                                        following = false;
                                    } else {
                                        round();
                                    }
                                },
                                ports.loop()),
                "following the tasks of " + node);
    }

    /**
     * The rest of the list.
     *
     * @param again how often it may be asked for again when it ends before what the node is known to have
     */
    private CompletableFuture<NodeTasks.Tail> page(int again) {
        TaskRef from = log.anchor();
        int asked = era;
        if (from == null) {
            return CompletableFuture.completedFuture(NodeTasks.Tail.SILENT);
        }
        return api.tasksFrom(node, from.uid(), TASKS_PER_PAGE).thenCompose(answer -> take(from, asked, answer, again));
    }

    private CompletableFuture<NodeTasks.Tail> take(TaskRef from, int asked, Answer<NodeTaskPage> answer, int again) {
        NodeTaskPage page = answer.said().orElse(null);
        if (page == null || asked != era) {
            return CompletableFuture.completedFuture(answer.isBusy() ? NodeTasks.Tail.BUSY : NodeTasks.Tail.SILENT);
        }
        if (!proves(page, from)) {
            return CompletableFuture.completedFuture(NodeTasks.Tail.CONTRADICTS);
        }
        page.tasks().stream().filter(task -> task.uid() > from.uid()).forEach(task -> all.heard(node, task));
        log.extend(page, this::volume);
        // the next page begins with the last task of this one, so that it proves itself too
        if (page.next() != null && !from.equals(log.anchor())) {
            return page(again);
        }
        TaskRef newest = log.newest();
        if (newest == null || newest.equals(log.anchor())) {
            return CompletableFuture.completedFuture(NodeTasks.Tail.FOLLOWED);
        }
        return again > 0 ? page(again - 1) : ahead(from, newest);
    }

    /** The list ends before what the node showed: it comes from a cache, or the node forgot. */
    private CompletableFuture<NodeTasks.Tail> ahead(TaskRef proof, TaskRef newest) {
        int asked = era;
        return api.tasks(node, List.of(newest.uid(), proof.uid()))
                .thenApply(answer -> answer.said()
                        .filter(page -> asked == era && page.shows(proof) && !page.shows(newest))
                        .map(page -> NodeTasks.Tail.CONTRADICTS)
                        .orElse(NodeTasks.Tail.SILENT));
    }

    /** Whether the answer shows what the same node showed before. */
    private boolean proves(NodeTaskPage page, TaskRef before) {
        return page.shows(before) || !ports.protocol().keeps(Safeguard.ANCHORED_LIST);
    }

    private Optional<Volume> volume(NodeTask task) {
        return all.judge().volume(node, task);
    }

    private void judgeUnclaimed() {
        TaskJudge says = all.judge();
        for (TaskLog.Unclaimed one : log.unclaimed()) {
            Volume volume = one.volume();
            TaskJudge.Verdict verdict = volume == null ? TaskJudge.Verdict.HARMLESS : says.judge(volume, one.task());
            if (verdict == TaskJudge.Verdict.FOREIGN && !one.accounted()) {
                condemn(says, one.task());
            } else if (verdict != TaskJudge.Verdict.WAIT && one.task().status().isFinal()) {
                log.settle(one.task().uid());
            }
        }
        if (log.anyOpen(task -> true)) {
            ask();
        }
    }

    /** What works on a name that the volume had before does nothing to it; that shows only now. */
    private void condemn(TaskJudge says, NodeTask task) {
        log.condemn(task.uid(), true);
        int from = era;
        Unattended.run(
                now(task.uid())
                        .thenCompose(seen -> seen.flatMap(this::volume)
                                .map(volume -> says.condemn(volume, seen.orElseThrow()))
                                .orElseGet(() -> CompletableFuture.completedFuture(null))
                                .thenApply(x -> seen.map(NodeTask::status)
                                        .filter(status -> !status.isFinal())
                                        .isEmpty()))
                        .handleAsync(
                                (over, failure) -> {
                                    if (from == era && failure != null) {
                                        log.condemn(task.uid(), false);
                                    } else if (from == era && over) {
                                        log.settle(task.uid());
                                    }
                                    return null;
                                },
                                ports.loop()),
                "demoting what a foreign task touched");
    }

    /** Looks for the newest task of those, up to the list's present end; fails when the node does not answer. */
    CompletableFuture<Optional<NodeTask>> find(Predicate<NodeTask> which) {
        return followed()
                .thenCompose(x -> log.find(which)
                        .map(seen -> now(seen.uid()).thenApply(task -> task.filter(which)))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** Completes when all those tasks that the list has now have ended; fails when the node does not answer. */
    CompletableFuture<Void> ended(Predicate<NodeTask> which) {
        return followed().thenCompose(x -> {
            TaskRef last = log.anchor();
            long most = last == null ? -1 : last.uid();
            Waiter waiter = new Waiter(task -> task.uid() <= most && which.test(task), new CompletableFuture<>());
            waiters.add(waiter);
            tellWaiters();
            hurry();
            return waiter.done;
        });
    }

    private CompletableFuture<Void> followed() {
        return follow().thenAccept(tail -> {
            if (tail != NodeTasks.Tail.FOLLOWED) {
                throw new NodeTasks.Untold(node, tail == NodeTasks.Tail.BUSY);
            }
        });
    }

    /** A task as the list shows it now; it may have been renamed with its index since it was seen. */
    private CompletableFuture<Optional<NodeTask>> now(long uid) {
        TaskRef proof = log.anchor();
        if (proof == null) {
            return CompletableFuture.failedFuture(new NodeTasks.Untold(node, false));
        }
        return api.tasks(node, new LinkedHashSet<>(List.of(uid, proof.uid())))
                .thenApplyAsync(
                        answer -> {
                            NodeTaskPage page = answer.said().orElse(null);
                            if (page == null || !page.shows(proof)) {
                                throw new NodeTasks.Untold(node, answer.isBusy());
                            }
                            return page.task(uid);
                        },
                        ports.loop());
    }

    private void tellWaiters() {
        List<Waiter> over = waiters.stream().filter(w -> !log.anyOpen(w.which)).toList();
        waiters.removeAll(over);
        over.forEach(waiter -> waiter.done.complete(null));
    }

    /** Asks at once when something is to be confirmed, else soon. */
    void hurry() {
        interval = QUICKEST;
        if (!asking && log.hasUnseenClaims()) {
            ask();
        } else {
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled && !asking && (log.hasOpenClaims() || !waiters.isEmpty())) {
            scheduled = true;
            ports.loop().after(interval, () -> {
                scheduled = false;
                ask();
            });
        }
    }

    private void ask() {
        TaskRef proof = log.anchor();
        List<Long> open = log.open(TASKS_PER_POLL);
        if (asking || open.isEmpty()) {
            return;
        }
        if (proof == null) {
            slower();
            return;
        }
        asking = true;
        int from = era;
        Set<Long> uids = new LinkedHashSet<>(open);
        uids.add(proof.uid());
        Unattended.run(
                api.tasks(node, uids).thenAcceptAsync(answer -> told(proof, from, open, answer), ports.loop()),
                "asking for the tasks of " + node);
    }

    private void told(TaskRef proof, int from, List<Long> asked, Answer<NodeTaskPage> answer) {
        asking = false;
        NodeTaskPage page = answer.said().orElse(null);
        if (page == null || from != era || !proves(page, proof)) {
            if (page != null && from == era) {
                all.doubt(node);
            }
            slower();
            return;
        }
        int before = log.open(Integer.MAX_VALUE).size();
        log.update(asked, page);
        boolean progress = log.open(Integer.MAX_VALUE).size() < before;
        interval = progress ? QUICKEST : longer(interval);
        tellWaiters();
        if (log.hasUnseenClaims()) {
            ask();
        } else {
            schedule();
        }
    }

    private void slower() {
        interval = longer(interval);
        schedule();
    }

    private static Duration longer(Duration interval) {
        Duration next = interval.multipliedBy(3).dividedBy(2);
        return next.compareTo(SLOWEST) > 0 ? SLOWEST : next;
    }
}
