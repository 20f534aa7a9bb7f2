package miroir.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.store.Change;

/** Changes the copies of an index, durably and with the next routing epoch. Loop thread. */
public final class CopyChanges {
    private final Cluster cluster;

    public CopyChanges(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The index of that id, with changes not yet durable. */
    public Optional<IndexEntry> entry(IndexId index) {
        return cluster.latest().indexes().values().stream()
                .filter(e -> e.stored().id().equals(index))
                .findFirst();
    }

    /** An index's copy of a shard on a node. */
    public static Optional<Copy> copy(IndexEntry entry, int shard, NodeId node) {
        return entry.routes().of(shard).stream()
                .filter(c -> c.node().equals(node))
                .findFirst();
    }

    /** The same copy in another state. */
    public static Copy in(Copy copy, CopyState state, Instant since, String reason) {
        return new Copy(copy.shard(), copy.node(), copy.group(), copy.rank(), state, since, reason);
    }

    /** Puts and drops copies and writes what else belongs to it, all or nothing; completes on the loop. */
    public CompletableFuture<Void> apply(IndexEntry entry, List<Copy> put, List<Copy> drop, List<Change> more) {
        IndexId index = entry.stored().id();
        long epoch = entry.routes().epoch() + 1;
        List<Change> changes = new ArrayList<>(more);
        if (!put.isEmpty()) {
            changes.add(new Change.PutCopies(index, epoch, put));
        }
        if (!drop.isEmpty()) {
            changes.add(new Change.DropCopies(index, epoch, drop));
        }
        changes.add(new Change.PutIndex(entry.stored().withEpoch(epoch)));
        return cluster.change(
                state -> state.mapIndexes(
                        e -> e.stored().id().equals(index) ? e.with(e.routes().with(put, drop)) : e),
                changes);
    }
}
