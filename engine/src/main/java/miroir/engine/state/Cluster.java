package miroir.engine.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import miroir.core.topology.NodeId;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.store.Change;
import miroir.engine.store.Store;
import miroir.engine.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner of cluster state. Changes are made on the loop thread only; a change is published to readers after it is
 * durable, and in the order it was made. What is read from the store is told after that too, so that nothing can be
 * learnt of a change before all of it shows. Observations are volatile and published at once.
 */
public final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final Store store;
    private final Scheduler loop;
    private final Protocol protocol;
    private final Vitals vitals;
    private final Map<NodeId, NodeObservation> observed = new HashMap<>();
    /** The state with changes that are on their way to the disk; loop thread only. */
    private ClusterState latest;
    /** The newest durable state; loop thread only. */
    private ClusterState durable;

    /** The end of the write that was submitted last: it and all before it are durable and published then. */
    private volatile CompletableFuture<Void> newest = CompletableFuture.completedFuture(null);

    private volatile boolean storeFailed;
    private volatile @Nullable Withheld withheld;
    private long version;
    private volatile Snapshot current;

    public Cluster(Store store, Scheduler loop, Protocol protocol, Vitals vitals, ClusterState initial) {
        this.store = store;
        this.loop = loop;
        this.protocol = protocol;
        this.vitals = vitals;
        this.latest = initial;
        this.durable = initial;
        this.current = new Snapshot(0, initial, Map.of());
    }

    /** The current snapshot; any thread. */
    public Snapshot current() {
        return current;
    }

    /** The state including changes not yet durable; loop thread. Decisions about the next change start from it. */
    public ClusterState latest() {
        loop.assertHere();
        return latest;
    }

    /** What is known, with changes not yet durable; loop thread. For plans, not for readers. */
    public Snapshot ahead() {
        loop.assertHere();
        return new Snapshot(version, latest, Map.copyOf(observed));
    }

    /** Whether a write to the store failed; from then on nothing is promised to clients until a restart. */
    public boolean storeFailed() {
        return storeFailed;
    }

    /**
     * Why this state is older than what the nodes have seen; null: it is not known to be. From then on nothing is changed
     * any more, nothing is sent to nodes and nothing is served.
     */
    public @Nullable String outdated() {
        Withheld now = withheld;
        return now != null && now.kind().lasts() ? now.reason() : null;
    }

    /** Why nothing is served now, nor taken; null: it is. */
    public @Nullable Withheld withheld() {
        return withheld;
    }

    /** Whether nothing is changed any more until a restart: the store failed, or the state is outdated. */
    public boolean isClosed() {
        return storeFailed || outdated() != null;
    }

    /** Something of what Miroir keeps is not to be had, so that it can do its work no more; loop thread. */
    public void fail(String reason, Throwable cause) {
        loop.assertHere();
        storeFailed = true;
        vitals.fail(reason, cause);
    }

    /** This state is not the one to go on with: a node has seen a newer one, or belongs to another one; loop thread. */
    public void outdate(Withheld.Kind kind, String reason) {
        loop.assertHere();
        if (outdated() == null) {
            withheld = new Withheld(kind, reason);
            LOG.error("{}", new Withheld(kind, reason).sentence());
        }
    }

    /** Nothing is served nor taken until {@link #serve}; before the first request, or on the loop. */
    public void withhold(Withheld.Kind kind, String reason) {
        if (outdated() == null) {
            withheld = new Withheld(kind, reason);
        }
    }

    /** What kept this state from being served is over, if it can be; loop thread. */
    public void serve() {
        loop.assertHere();
        if (outdated() == null) {
            withheld = null;
        }
    }

    /**
     * Changes the state and writes the changes in one transaction; completes on the loop once both are visible. After a
     * failed write nothing is changed any more: what would follow was decided on a state that never became durable.
     *
     * @param change applied at once to what the next decision starts from, and again to what readers see once it is
     *     durable
     */
    public CompletableFuture<Void> change(UnaryOperator<ClusterState> change, List<Change> changes) {
        loop.assertHere();
        if (storeFailed) {
            return CompletableFuture.failedFuture(new StoreException("the store failed before"));
        }
        if (outdated() != null) {
            return CompletableFuture.failedFuture(new StoreException("the state is outdated: " + outdated()));
        }
        latest = change.apply(latest);
        CompletableFuture<Void> begin = new CompletableFuture<>();
        CompletableFuture<Void> end = begin.thenCompose(begun -> store.write(changes))
                .handleAsync(
                        (ok, failure) -> {
                            if (failure != null) {
                                storeFailed = true;
                                vitals.fail("Miroir's store failed (" + StoreException.root(failure) + ")", failure);
                                throw new StoreException("the store failed", failure);
                            }
                            durable = change.apply(durable);
                            publish();
                            return null;
                        },
                        loop);
        newest = end; // before the store has its rows: whoever sees them finds what to wait for
        begin.complete(null);
        return end;
    }

    /**
     * Asks the store, on this thread, which is never the loop. Completes, at once or on the loop, when all that the answer
     * may tell of is durable and published; fails with {@link ApiException} when the store failed.
     */
    public <T> CompletableFuture<T> read(Function<Store, T> query) {
        T answer;
        try {
            answer = query.apply(store);
        } catch (StoreException e) {
            // whether the store can still do its work shows when it is asked to
            if (!storeFailed) {
                loop.execute(() -> Unattended.run(prove(), "a sign of life of the store"));
            }
            return shown().thenCompose(shown -> CompletableFuture.failedFuture(e));
        }
        // its rows were submitted before they could be seen, and writes end in their order
        return protocol.keeps(Safeguard.PUBLISHED_FIRST)
                ? shown().thenApply(shown -> answer)
                : CompletableFuture.completedFuture(answer);
    }

    /**
     * Asks the store, on this thread, which is never the loop, what the engine itself has to know. What is not durable yet is
     * in the answer: nobody is told of it.
     */
    public <T> T look(Function<Store, T> query) {
        return query.apply(store);
    }

    /** Completes when all that was written up to now is durable and published; fails when the store failed. */
    public CompletableFuture<Void> shown() {
        return newest.handle((ended, failure) -> {
            if (storeFailed) {
                String message = "Miroir's own store failed; what it holds is not known until Miroir is restarted.";
                throw new ApiException(ErrorCode.MIROIR_UNAVAILABLE, message);
            }
            return null;
        });
    }

    /** Writes without changing cluster state; completes on the loop. */
    public CompletableFuture<Void> write(List<Change> changes) {
        return change(UnaryOperator.identity(), changes);
    }

    /** Writes nothing, all the way to the disk; completes on the loop when the store could. */
    public CompletableFuture<Void> prove() {
        return write(List.of());
    }

    /** Moves an index to another phase, without the disk: a restart finds it again from the unfinished tasks. */
    public void phase(String uid, IndexEntry.Phase phase, long task) {
        loop.assertHere();
        UnaryOperator<ClusterState> change = state -> {
            IndexEntry entry = state.indexes().get(uid);
            return entry == null ? state : state.withIndex(entry.in(phase, task));
        };
        latest = change.apply(latest);
        durable = change.apply(durable);
        publish();
    }

    /** Replaces what is observed of a node; loop thread. */
    public void observe(NodeId node, UnaryOperator<NodeObservation> change, NodeObservation initial) {
        loop.assertHere();
        observed.put(node, change.apply(observed.getOrDefault(node, initial)));
        publish();
    }

    private void publish() {
        current = new Snapshot(++version, durable, Map.copyOf(observed));
    }
}
