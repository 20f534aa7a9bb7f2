package miroir.engine.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.copy.SyncOrder;
import miroir.core.operation.MovePhase;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Safeguard;
import miroir.engine.state.Snapshot;
import miroir.engine.store.Change;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import miroir.engine.volume.CopyTag;
import miroir.engine.write.Tracking;
import org.jspecify.annotations.Nullable;

/**
 * Builds one copy from one that is in sync, while clients write: pre-copy with the ids written meanwhile, a short hold of
 * the index's writes, verification, one durable transaction that makes the copy serve. An attempt that fails leaves the
 * copy as it is, out of sync; the next one compares, which is also how a restarted Miroir goes on. Loop thread.
 *
 * <pre>
 *   planned -> prepared -> copying -> delta* -> (hold -> verify)* -> committed
 * </pre>
 */
final class Sync {
    /** Rounds after which clients are slowed down, because they write faster than is copied. */
    private static final int PATIENT_ROUNDS = 4;

    private static final int MAX_CHECKS = 5;

    final SyncContext context;
    final SyncOrder order;
    private final SyncControl control;
    private final NodeId source;
    private final Reconciliation reconciliation;
    private final Quiet quiet;
    private final @Nullable String sourceMarker;
    private final @Nullable String targetMarker;
    private @Nullable Tracking tracking;
    private SyncProgress progress;

    Sync(SyncContext context, SyncOrder order, SyncControl control, NodeId source, SyncProgress before) {
        this.context = context;
        this.order = order;
        this.control = control;
        this.source = source;
        this.progress = before;
        this.sourceMarker = marker(source);
        this.targetMarker = marker(order.target());
        this.quiet = new Quiet(this);
        this.reconciliation = new Reconciliation(context, tag(), this::targetPlace);
    }

    boolean keeps(Safeguard rule) {
        return context.ports().protocol().keeps(rule);
    }

    SyncProgress progress() {
        return progress;
    }

    /** One attempt; completes once the copy is in sync, durably, and clients' writes go on. */
    CompletableFuture<Void> attempt() {
        report(progress.attempt());
        return then(control.proceed(), this::claim)
                .thenCompose(x -> quiet.unwritten())
                .thenCompose(x -> prepare())
                .thenCompose(x -> track())
                .thenCompose(x -> settleTarget())
                .thenCompose(x -> quiet.unread())
                .thenCompose(x -> in(MovePhase.COPYING))
                .thenCompose(x -> pass(true))
                .thenCompose(differing -> in(MovePhase.DELTA))
                .thenCompose(x -> delta(0))
                .thenCompose(x -> check(1))
                .thenCompose(x -> new CutOver(this).run())
                .whenComplete((done, failure) -> untrack());
    }

    /** Slows the index's writes down: few tasks at a time. */
    void narrow() {
        context.tasks().narrow(order.index(), this, true);
    }

    void wide() {
        context.tasks().narrow(order.index(), this, false);
    }

    private void untrack() {
        wide();
        Tracking mine = tracking;
        if (mine != null) {
            context.trackings().stop(order.index(), order.shard(), mine);
        }
    }

    /** Writes down that the copy is being built, before a byte reaches the node. */
    private CompletableFuture<Void> claim() {
        IndexEntry entry = entry();
        Copy copy = CopyChanges.copy(entry, order.shard(), order.target()).orElse(null);
        List<Change> names = new ArrayList<>();
        List<StoredVolume> named = names(entry, names);
        if (copy != null && copy.state() == CopyState.SYNCING && copy.rank() == order.rank()) {
            return named.isEmpty() ? done() : context.copies().name(entry, named, names);
        }
        if (copy != null && (copy.state() != CopyState.STALE || copy.rank() != order.rank())) {
            throw new SyncCanceled("the copy on " + order.target() + " is " + copy.state());
        }
        if (copy == null && control.keepsStale()) {
            throw new SyncCanceled("the copy is not to be brought back any more");
        }
        requireFree(entry);
        Copy syncing = new Copy(
                order.shard(),
                order.target(),
                order.group(),
                order.rank(),
                CopyState.SYNCING,
                now(),
                "is built from " + source);
        return context.copies().apply(entry, List.of(syncing), named, List.of(), names);
    }

    /** The name of the volume that is to hold the copy, when it has none yet. */
    private List<StoredVolume> names(IndexEntry entry, List<Change> changes) {
        if (entry.volumes().find(order.target(), order.rank()).isPresent()) {
            return List.of();
        }
        Volume volume = new Volume(order.target(), order.index(), order.rank());
        context.nodes().doors().calm(volume);
        return List.of(context.nodes().naming().fresh(entry.stored(), volume, changes));
    }

    private CompletableFuture<Void> prepare() {
        return new TargetVolume(this).prepare().thenCompose(x -> in(MovePhase.PREPARED));
    }

    /** From here on every write adds its ids; what was written before has reached the source when this completes. */
    private CompletableFuture<Void> track() {
        tracking = context.trackings().start(order.index(), order.shard());
        return keeps(Safeguard.BARRIER) ? context.tasks().fence(uid()) : done();
    }

    private CompletableFuture<Void> settleTarget() {
        return new TargetVolume(this).settle();
    }

    /**
     * Makes the target what the source is, as of now.
     *
     * @param counts whether it is this pass that the progress is told of
     * @return how many documents differed that no client wrote meanwhile
     */
    private CompletableFuture<Integer> pass(boolean counts) {
        return reconciliation.plan(sourcePlace(), targetPlace()).thenCompose(plan -> {
            if (counts) {
                report(progress.of(0, plan.documents()));
            }
            return chunks(plan, 0, counts);
        });
    }

    private CompletableFuture<Integer> chunks(Reconciliation.Plan plan, int differing, boolean counts) {
        if (!plan.hasNext()) {
            return CompletableFuture.completedFuture(differing);
        }
        return then(control.proceed(), () -> reconciliation.next(plan, tracked()))
                .thenCompose(step -> {
                    if (counts) {
                        report(progress.of(plan.done(), plan.documents()));
                    }
                    return after(control.pause(step.bytes()))
                            .thenCompose(x -> chunks(plan, differing + step.differing(), counts));
                });
    }

    /** Copies what was written meanwhile, until little is left. */
    CompletableFuture<Void> delta(int round) {
        Tracking mine = tracked();
        if (mine.incomplete()) {
            throw new NodeTrouble(order.target(), "some written ids are not known", false);
        }
        if (mine.size() <= context.ports().protocol().few()) {
            return done();
        }
        if (round >= PATIENT_ROUNDS) {
            narrow();
        }
        var ids = List.copyOf(mine.take());
        CompletableFuture<Void> settled =
                keeps(Safeguard.SETTLED_SOURCE) ? context.tasks().fence(uid()) : done();
        return then(settled, () -> reconciliation.copy(sourcePlace(), targetPlace(), ids))
                .thenCompose(bytes -> after(control.pause(bytes)))
                .thenCompose(x -> delta(round + 1));
    }

    /** Compares everything until nothing differs that clients did not write meanwhile. */
    private CompletableFuture<Void> check(int times) {
        if (!keeps(Safeguard.FULL_CHECK)) {
            return done();
        }
        return pass(false).thenCompose(differing -> {
            if (differing == 0) {
                return delta(0);
            }
            if (times >= MAX_CHECKS) {
                throw new NodeTrouble(order.target(), differing + " documents keep differing", false);
            }
            return delta(0).thenCompose(x -> check(times + 1));
        });
    }

    /** The index with changes not yet durable. */
    IndexEntry entry() {
        IndexEntry entry =
                context.copies().entry(order.index()).orElseThrow(() -> new SyncCanceled("the index was deleted"));
        if (entry.phase() == IndexEntry.Phase.DELETING) {
            throw new SyncCanceled("the index is being deleted");
        }
        return entry;
    }

    String uid() {
        return entry().stored().uid();
    }

    /** The place the documents come from. */
    Place sourcePlace() {
        IndexEntry entry = entry();
        Copy copy = CopyChanges.copy(entry, order.shard(), source)
                .filter(c -> c.state() == CopyState.IN_SYNC)
                .orElseThrow(() -> new NodeTrouble(source, "its copy is no longer in sync", false));
        return Place.of(entry, copy);
    }

    /** The place that is built. */
    Place targetPlace() {
        IndexEntry entry = entry();
        Copy copy = CopyChanges.copy(entry, order.shard(), order.target())
                .filter(c -> c.state() == CopyState.SYNCING)
                .orElseThrow(() -> new SyncCanceled("the copy is not wanted any more"));
        requireFree(entry);
        return Place.of(entry, copy);
    }

    /** Another copy may have taken the place meanwhile: of each rank, one copy of a group serves. */
    private void requireFree(IndexEntry entry) {
        boolean taken = entry.routes().of(order.shard()).stream()
                .anyMatch(c -> c.group().equals(order.group())
                        && c.rank() == order.rank()
                        && c.state() == CopyState.IN_SYNC
                        && !c.node().equals(order.target())
                        && !c.node().equals(order.replaces()));
        if (taken && keeps(Safeguard.ONE_OF_A_RANK)) {
            throw new SyncCanceled("another copy has taken its place");
        }
    }

    Tracking tracked() {
        Tracking mine = tracking;
        if (mine == null) {
            throw new IllegalStateException("not tracked yet");
        }
        return mine;
    }

    Reconciliation reconciliation() {
        return reconciliation;
    }

    /** Whether both nodes still are who they were when this attempt began, as far as is known. */
    boolean sameNodes() {
        return same(sourceMarker, marker(source)) && same(targetMarker, marker(order.target()));
    }

    private static boolean same(@Nullable String before, @Nullable String now) {
        return before != null && before.equals(now);
    }

    private @Nullable String marker(NodeId node) {
        StoredNode stored = context.cluster().latest().nodes().get(node);
        return stored == null ? null : stored.marker();
    }

    NodeId source() {
        return source;
    }

    SyncControl control() {
        return control;
    }

    /** For people and the record; durations are measured between moments. */
    Instant now() {
        return context.ports().clock().instant();
    }

    Moment moment() {
        return context.ports().ticker().now();
    }

    boolean isUnwritten() {
        return quiet.isUnwritten();
    }

    Snapshot snapshot() {
        return context.cluster().current();
    }

    /** Under that name the nodes' task lists show what this writes. */
    String tag() {
        return new CopyTag(CopyTag.SYNC, context.cluster().latest().clusterId(), order.index(), order.shard()).text();
    }

    CompletableFuture<Void> in(MovePhase phase) {
        report(progress.in(phase));
        return done();
    }

    void report(SyncProgress next) {
        progress = next;
        control.report(next);
    }

    CompletableFuture<Void> sleep(Duration duration) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        context.ports().loop().after(duration, () -> over.complete(null));
        return over;
    }

    private CompletableFuture<Void> after(Duration duration) {
        return duration.isZero() ? done() : sleep(duration);
    }

    /** The next step, on the loop. */
    <T> CompletableFuture<T> then(CompletableFuture<Void> before, Supplier<CompletableFuture<T>> step) {
        return before.thenComposeAsync(x -> step.get(), context.ports().loop());
    }

    static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
