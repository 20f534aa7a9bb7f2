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
import miroir.engine.store.StoredVolume;

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
        return apply(entry, put, List.of(), drop, more);
    }

    /** Gives volumes names, which are among the changes. */
    public CompletableFuture<Void> name(IndexEntry entry, List<StoredVolume> named, List<Change> changes) {
        IndexId index = entry.stored().id();
        return cluster.change(
                state -> state.mapIndexes(
                        e -> e.stored().id().equals(index) ? e.with(e.volumes().with(named)) : e),
                changes);
    }

    /** Forgets the names of volumes that are no more, together with the copies that were in them. */
    public CompletableFuture<Void> forget(IndexEntry entry, List<Copy> drop, List<StoredVolume> gone) {
        IndexId index = entry.stored().id();
        long epoch = entry.routes().epoch() + 1;
        return cluster.change(
                state -> state.mapIndexes(e -> e.stored().id().equals(index)
                        ? e.with(e.routes().with(List.of(), drop))
                                .with(e.volumes().without(gone))
                        : e),
                List.of(
                        new Change.DropCopies(index, epoch, drop),
                        new Change.DropVolumes(index, gone),
                        new Change.PutIndex(entry.stored().withEpoch(epoch))));
    }

    /** The same, with new names of volumes, which are among the changes. */
    public CompletableFuture<Void> apply(
            IndexEntry entry, List<Copy> put, List<StoredVolume> named, List<Copy> drop, List<Change> more) {
        IndexId index = entry.stored().id();
        long epoch = entry.routes().epoch() + 1;
        List<Copy> later = entry.routes().later(put);
        List<Change> changes = new ArrayList<>(more);
        if (!later.isEmpty()) {
            changes.add(new Change.PutCopies(index, epoch, later));
        }
        if (!drop.isEmpty()) {
            changes.add(new Change.DropCopies(index, epoch, drop));
        }
        changes.add(new Change.PutIndex(entry.stored().withEpoch(epoch)));
        return cluster.change(
                state -> state.mapIndexes(e -> e.stored().id().equals(index)
                        ? e.with(e.routes().with(later, drop)).with(e.volumes().with(named))
                        : e),
                changes);
    }
}
