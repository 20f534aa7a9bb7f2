package miroir.engine.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.copy.SyncOrder;
import miroir.core.operation.MovePhase;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Safeguard;

/**
 * The end of a sync: writes are held for a moment, the rest is copied, both copies are compared, and one durable
 * transaction makes the new copy serve. A hold that lasts too long is given up and tried again later. Loop thread.
 */
final class CutOver {
    /** A busy index is left alone for so many times as long as its last hold was. */
    private static final int SPACING = 20;

    private static final Duration MAX_SPACING = Duration.ofSeconds(5);
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(2);

    private final Sync sync;
    private int givenUp;

    CutOver(Sync sync) {
        this.sync = sync;
    }

    CompletableFuture<Void> run() {
        return sync.then(sync.control().proceed(), this::approach)
                .thenCompose(x -> sync.context.holds().take(sync.order.index()))
                .thenCompose(x -> turn())
                .handle((done, failure) -> failure)
                .thenCompose(failure -> {
                    sync.wide();
                    if (failure == null) {
                        return Sync.done();
                    }
                    return HeldLane.isExpired(failure) ? again() : CompletableFuture.failedFuture(failure);
                });
    }

    /** Few tasks may be under way from here on, so that the lane soon stands still. */
    private CompletableFuture<Void> approach() {
        sync.narrow();
        return sync.delta(0)
                .thenCompose(x -> sync.context.tasks().fence(sync.uid()))
                .thenCompose(x -> new TargetVolume(sync).correct());
    }

    /** With the turn taken: it is given back whatever happens. */
    private CompletableFuture<Void> turn() {
        Moment from = sync.moment();
        CompletableFuture<Void> held =
                Sync.done().thenCompose(x -> HeldLane.during(sync, this::held, sync.keeps(Safeguard.HOLD)));
        return held.whenComplete((done, failure) -> {
            Runnable giveBack = () -> sync.context.holds().giveBack(sync.order.index());
            Duration rest = from.until(sync.moment()).multipliedBy(SPACING);
            if (sync.context.tasks().busy(sync.order.index())) {
                sync.context.ports().loop().after(rest.compareTo(MAX_SPACING) > 0 ? MAX_SPACING : rest, giveBack);
            } else {
                giveBack.run();
            }
        });
    }

    private CompletableFuture<Void> again() {
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << Math.min(givenUp++, 5));
        return sync.sleep(wait).thenCompose(x -> sync.in(MovePhase.DELTA)).thenCompose(x -> run());
    }

    private CompletableFuture<Void> held(HeldLane hold) {
        sync.report(sync.progress().in(MovePhase.HOLD));
        if (sync.tracked().incomplete()) {
            throw new NodeTrouble(sync.order.target(), "some written ids are not known", false);
        }
        List<String> rest = List.copyOf(sync.tracked().take());
        return sync.reconciliation()
                .copy(sync.sourcePlace(), sync.targetPlace(), rest)
                .thenCompose(x -> verify(hold, rest))
                .thenCompose(x -> commit(hold))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        sync.tracked().putBack(rest);
                    }
                });
    }

    private CompletableFuture<Void> verify(HeldLane hold, List<String> rest) {
        hold.check();
        sync.report(sync.progress().in(MovePhase.VERIFY));
        if (!sync.keeps(Safeguard.VERIFY)) {
            return Sync.done();
        }
        Place source = sync.sourcePlace();
        Place target = sync.targetPlace();
        CopyDocuments documents = sync.context.documents();
        CompletableFuture<Boolean> counts =
                documents.count(source).thenCombine(documents.count(target), (a, b) -> a.equals(b));
        CompletableFuture<Boolean> contents = rest.isEmpty()
                ? CompletableFuture.completedFuture(true)
                : documents.compare(source, target, rest).thenApply(CopyDocuments.Difference::none);
        CompletableFuture<Boolean> volumes = new TargetVolume(sync).agrees();
        CompletableFuture<Boolean> nodes = proves(source.node()).thenCombine(proves(target.node()), (a, b) -> a && b);
        return sync.then(CompletableFuture.allOf(counts, contents, volumes, nodes), () -> {
            require(counts.join(), "counts differ");
            require(contents.join(), "documents differ");
            require(volumes.join(), "settings differ");
            boolean alone =
                    isSettled(source) && isSettled(target) && !sync.tracked().incomplete();
            require(alone, "somebody else wrote to a copy");
            require(sync.isUnwritten(), "something that was sent may still arrive");
            require(
                    !sync.keeps(Safeguard.IDENTITY) || (nodes.join() && sync.sameNodes()),
                    "a node does not prove its identity");
            return Sync.done();
        });
    }

    /** As of the proofs, which read the lists. */
    private boolean isSettled(Place place) {
        return !sync.keeps(Safeguard.FOREIGN_TASKS)
                || sync.context.nodes().tasks().isSettledBut(place.volume(), sync.context.tasks()::isOfOpen);
    }

    private CompletableFuture<Boolean> proves(NodeId node) {
        return sync.context.nodes().watch().proves(node);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new NodeTrouble(sync.order.target(), otherwise + " at the verification", false);
        }
    }

    /** The point of no return: one transaction, durable before the lane goes on. */
    private CompletableFuture<Void> commit(HeldLane hold) {
        sync.sourcePlace();
        sync.targetPlace();
        IndexEntry entry = sync.entry();
        SyncOrder order = sync.order;
        Instant now = sync.now();
        List<Copy> put = new ArrayList<>();
        put.add(new Copy(order.shard(), order.target(), order.group(), order.rank(), CopyState.IN_SYNC, now, ""));
        NodeId replaced = order.replaces();
        if (replaced != null) {
            CopyChanges.copy(entry, order.shard(), replaced)
                    .map(copy -> CopyChanges.in(copy, CopyState.LEAVING, now, "moved to " + order.target()))
                    .ifPresent(put::add);
        }
        hold.commit();
        return sync.context
                .copies()
                .apply(entry, put, List.of(), List.of())
                .thenRun(() ->
                        sync.report(sync.progress().committed(hold.lasted().toMillis())));
    }
}
