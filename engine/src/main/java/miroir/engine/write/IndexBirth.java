package miroir.engine.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.Copy;
import miroir.core.placement.IndexShape;
import miroir.core.placement.Placement;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.placement.VolumeName;
import miroir.core.topology.IndexId;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;
import miroir.engine.volume.Doors;
import miroir.engine.volume.VolumeNaming;
import org.jspecify.annotations.Nullable;

/** Gives a new index its number, its volumes' name and the places of its copies. Loop thread. */
public final class IndexBirth {
    private final Cluster cluster;
    private final IndexDefaults defaults;
    private final VolumeNaming naming;
    private final Doors doors;
    private long nextId;

    /** Gives indexes numbers from {@code nextId} on. */
    public IndexBirth(Cluster cluster, IndexDefaults defaults, VolumeNaming naming, Doors doors, long nextId) {
        this.cluster = cluster;
        this.naming = naming;
        this.doors = doors;
        this.defaults = defaults;
        this.nextId = nextId;
    }

    long nextId() {
        return nextId;
    }

    /** Registers the index; completes on the loop once the catalogue holds it durably, in phase CREATING. */
    CompletableFuture<IndexEntry> register(String uid, TaskRequest.CreateIndex wish, long task, Instant now) {
        long id = nextId++;
        ClusterState latest = cluster.latest();
        int shards = orElse(wish.shards(), defaults.shards());
        int rf = orElse(wish.replicationFactor(), latest.topology().replicationFactor());
        String strategy = wish.placement();
        PlacementStrategy placement = strategy == null ? defaults.placement() : PlacementStrategy.valueOf(strategy);
        StoredIndex stored = new StoredIndex(
                new IndexId(id),
                uid,
                VolumeName.stem(uid, new IndexId(id)),
                null,
                shards,
                rf,
                placement,
                "{}",
                0,
                1,
                now,
                now);
        List<Copy> copies = Placement.place(latest.topology(), new IndexShape(shards, rf, placement), now);
        List<Change> changes = new ArrayList<>();
        Set<Volume> volumes = new TreeSet<>();
        copies.forEach(copy -> volumes.add(new Volume(copy.node(), stored.id(), copy.rank())));
        List<Change> names = new ArrayList<>();
        List<StoredVolume> named = volumes.stream()
                .map(volume -> naming.fresh(stored, volume, names))
                .toList();
        volumes.forEach(doors::calm);
        IndexEntry entry = IndexEntry.ready(stored, new RoutingTable(stored.id(), shards, 1, copies), named)
                .in(IndexEntry.Phase.CREATING, task);
        changes.add(new Change.PutMeta(Meta.NEXT_INDEX_ID, Long.toString(nextId)));
        changes.add(new Change.PutMeta(Meta.creating(stored.id()), Long.toString(task)));
        changes.add(new Change.PutIndex(stored));
        changes.add(new Change.PutCopies(stored.id(), 1, copies));
        changes.addAll(names);
        return cluster.change(state -> state.withIndex(entry), changes).thenApply(done -> entry);
    }

    private static int orElse(@Nullable Integer value, int fallback) {
        return value == null ? fallback : value;
    }
}
