package miroir.engine.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import miroir.core.copy.Standing;
import miroir.core.copy.SyncOrder;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.state.Scheduler;
import miroir.engine.state.Unattended;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.write.Trackings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds copies, a few at a time: a node gives one and takes one at a time, the most urgent orders go first, and what
 * fails is tried again until it is called off. Loop thread.
 */
public final class SyncPool {
    private static final Logger LOG = LoggerFactory.getLogger(SyncPool.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration MAX_RETRY = Duration.ofMinutes(1);

    private final Scheduler loop;
    private final SyncContext context;
    private final List<Job> waiting = new ArrayList<>();
    private final List<Job> running = new ArrayList<>();
    private final Set<NodeId> giving = new HashSet<>();
    private final Set<NodeId> taking = new HashSet<>();
    private int most = 4;
    private boolean ticking;

    public SyncPool(
            Ports ports,
            Cluster cluster,
            TaskService tasks,
            Trackings trackings,
            CopyDocuments documents,
            NodeAccess nodes,
            Readers readers) {
        this.loop = ports.loop();
        this.context = new SyncContext(
                ports, cluster, new CopyChanges(cluster), tasks, trackings, documents, nodes, new Turns(), readers);
    }

    private static final class Job {
        final SyncOrder order;
        final SyncControl control;
        final CompletableFuture<Void> ended = new CompletableFuture<>();
        SyncProgress progress = SyncProgress.START;
        boolean resting;

        Job(SyncOrder order, SyncControl control) {
            this.order = order;
            this.control = control;
        }
    }

    /**
     * Takes an order; completes when the copy is in sync, or fails with {@link SyncCanceled} when it was called off: then
     * a copy that was only being built is on its way out.
     */
    public CompletableFuture<Void> submit(SyncOrder order, SyncControl control) {
        loop.assertHere();
        Job job = new Job(order, control);
        waiting.add(job);
        waiting.sort(Comparator.comparingInt(j -> j.order.urgency()));
        loop.execute(this::pump);
        return job.ended;
    }

    /** How many copies are built at a time. */
    public void most(int copies) {
        loop.assertHere();
        most = copies;
        pump();
    }

    /** Whether a copy of that shard is being built, or is ordered for that node. */
    public boolean isOrdered(IndexId index, int shard, NodeId target) {
        loop.assertHere();
        return of(running, index, shard)
                || waiting.stream()
                        .map(job -> job.order)
                        .anyMatch(order -> order.index().equals(index)
                                && order.shard() == shard
                                && order.target().equals(target));
    }

    /** Whether a copy is ordered that will lie in that volume. */
    public boolean isTarget(NodeId node, IndexId index, int rank) {
        loop.assertHere();
        return waiting.stream().anyMatch(j -> isTarget(j.order, node, index, rank))
                || running.stream().anyMatch(j -> isTarget(j.order, node, index, rank));
    }

    /** Whether that copy is just being built. */
    boolean isBuilt(Volume volume, int shard) {
        loop.assertHere();
        return running.stream().anyMatch(j -> volume(j.order).equals(volume) && j.order.shard() == shard);
    }

    private static Volume volume(SyncOrder order) {
        return new Volume(order.target(), order.index(), order.rank());
    }

    private static boolean isTarget(SyncOrder order, NodeId node, IndexId index, int rank) {
        return order.target().equals(node) && order.index().equals(index) && order.rank() == rank;
    }

    private static boolean of(List<Job> jobs, IndexId index, int shard) {
        return jobs.stream().anyMatch(j -> j.order.index().equals(index) && j.order.shard() == shard);
    }

    private void pump() {
        loop.assertHere();
        for (Job job : List.copyOf(waiting)) {
            IndexEntry entry = context.copies()
                    .entry(job.order.index())
                    .filter(e -> e.phase() != IndexEntry.Phase.DELETING)
                    .orElse(null);
            if (entry == null || job.control.isCanceled()) {
                waiting.remove(job);
                undo(job, new SyncCanceled(job.control.isCanceled() ? "it was canceled" : "the index was deleted"));
            } else {
                advance(job, entry);
            }
        }
        if (!waiting.isEmpty() && !ticking) {
            ticking = true;
            loop.after(TICK, () -> {
                ticking = false;
                pump();
            });
        }
    }

    private void advance(Job job, IndexEntry entry) {
        Standing standing = standing(job.order, entry);
        if (job.control.keepsStale() && !standing.isOut()) {
            // a copy that is to be brought back is brought back only where it still is and is wanted
            waiting.remove(job);
            job.ended.completeExceptionally(new SyncCanceled("the copy is not to be brought back any more"));
        } else if (standing.isCommitted()) {
            waiting.remove(job);
            job.control.report(job.progress.committed(0));
            job.ended.complete(null);
        } else if (standing.isServed()) {
            waiting.remove(job);
            job.ended.completeExceptionally(new SyncCanceled("the copy on " + job.order.target() + " serves already"));
        } else if (running.size() < most && !job.resting && !job.control.isPaused()) {
            source(standing, entry.phase()).ifPresentOrElse(from -> start(job, from), () -> explain(job, standing));
        }
    }

    private Standing standing(SyncOrder order, IndexEntry entry) {
        return new Standing(order, entry.routes(), context.cluster().current()::node);
    }

    private Optional<NodeId> source(Standing standing, IndexEntry.Phase phase) {
        SyncOrder order = standing.order();
        boolean free = phase == IndexEntry.Phase.READY
                && standing.isReady()
                && !taking.contains(order.target())
                && !of(running, order.index(), order.shard());
        return free ? standing.source(node -> !giving.contains(node)) : Optional.empty();
    }

    /** Says why a copy is not built when nothing is left to build it from; when its sources are only busy, nothing. */
    private static void explain(Job job, Standing standing) {
        String why = "shard " + job.order.shard() + " has no copy in sync to build it from";
        if (standing.isLost() && !why.equals(job.progress.error())) {
            job.progress = job.progress.failed(why);
            job.control.report(job.progress);
        }
    }

    private void start(Job job, NodeId source) {
        waiting.remove(job);
        running.add(job);
        giving.add(source);
        taking.add(job.order.target());
        Sync sync = new Sync(context, job.order, job.control, source, job.progress);
        Unattended.run(
                CompletableFuture.completedFuture(null)
                        .thenComposeAsync(x -> sync.attempt(), loop)
                        .whenCompleteAsync(
                                (done, failure) -> {
                                    job.progress = sync.progress();
                                    running.remove(job);
                                    giving.remove(source);
                                    taking.remove(job.order.target());
                                    ended(job, failure);
                                },
                                loop)
                        .exceptionally(failure -> null),
                "building a copy");
    }

    private void ended(Job job, @Nullable Throwable failure) {
        if (failure == null) {
            job.ended.complete(null);
        } else if (cause(failure) instanceof SyncCanceled canceled) {
            undo(job, canceled);
        } else {
            retry(job, cause(failure));
        }
        pump();
    }

    private void retry(Job job, Throwable failure) {
        Unattended.report(failure, "building a copy");
        String why = String.valueOf(failure.getMessage());
        LOG.info(
                "index {} shard {} on {}: attempt {} failed: {}",
                job.order.index(),
                job.order.shard(),
                job.order.target(),
                job.progress.attempts(),
                why);
        job.progress = job.progress.failed(why);
        job.control.report(job.progress);
        job.resting = true;
        waiting.add(job);
        waiting.sort(Comparator.comparingInt(j -> j.order.urgency()));
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(Math.max(0, job.progress.attempts() - 1), 6));
        loop.after(wait.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : wait, () -> {
            job.resting = false;
            pump();
        });
    }

    /** Tries what failed again, now. */
    public void retryNow() {
        loop.assertHere();
        waiting.forEach(job -> job.resting = false);
        pump();
    }

    /**
     * A copy that was new goes; one that was stale before stays so: it is a quick start for the next time. So does one
     * whose predecessor has gone: it served before.
     */
    private void undo(Job job, SyncCanceled canceled) {
        SyncOrder order = job.order;
        Optional<IndexEntry> entry = context.copies().entry(order.index());
        Optional<Copy> building = entry.flatMap(e -> CopyChanges.copy(e, order.shard(), order.target()))
                .filter(copy -> copy.state() == CopyState.SYNCING);
        if (entry.isEmpty() || building.isEmpty()) {
            job.ended.completeExceptionally(canceled);
            return;
        }
        Copy left = CopyChanges.in(
                building.get(),
                job.control.keepsStale() || standing(order, entry.get()).replacesNone()
                        ? CopyState.STALE
                        : CopyState.LEAVING,
                context.ports().clock().instant(),
                String.valueOf(canceled.getMessage()));
        Unattended.run(
                context.copies()
                        .apply(entry.get(), List.of(left), List.of(), List.of())
                        .whenComplete((done, failure) -> job.ended.completeExceptionally(canceled)),
                "undoing a copy");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
