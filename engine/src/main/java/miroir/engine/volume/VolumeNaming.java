package miroir.engine.volume;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.placement.VolumeName;
import miroir.core.topology.IndexId;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.Demotion;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.VolumeNames;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;

/**
 * Gives volumes their names. A number is part of each name and is never given twice in this cluster, so that a name means
 * one volume of one node for ever: what is sent to it cannot hit another one. Loop thread.
 */
public final class VolumeNaming {
    private final Cluster cluster;
    private long nextNumber;

    /** Names volumes from that number on. */
    public VolumeNaming(Cluster cluster, long nextNumber) {
        this.cluster = cluster;
        this.nextNumber = nextNumber;
    }

    /** The number of the next name; lower ones were given before. */
    public long nextNumber() {
        return nextNumber;
    }

    /** A node has a name with that number: it is not given again, nor those below. */
    public void skip(long number) {
        nextNumber = Math.max(nextNumber, number + 1);
    }

    /** A name for a volume that is to be made, and what has to be written together with it. */
    public StoredVolume fresh(StoredIndex index, Volume volume, List<Change> changes) {
        StoredVolume named = new StoredVolume(volume.node(), volume.rank(), next(index, volume), null);
        changes.add(new Change.PutMeta(Meta.NEXT_VOLUME, Long.toString(nextNumber)));
        changes.add(new Change.PutVolumes(index.id(), List.of(named)));
        return named;
    }

    private String next(StoredIndex index, Volume volume) {
        return VolumeName.numbered(
                index.physicalUid(), volume.rank(), cluster.latest().clusterId(), nextNumber++);
    }

    /** What the volume is called now, with changes not yet durable; fails when it has no name any more. */
    public StoredVolume of(Volume volume) {
        return find(volume).orElseThrow(() -> new IllegalStateException(volume + " has no name any more"));
    }

    /** The same; empty when it has no name. */
    public Optional<StoredVolume> find(Volume volume) {
        return entry(volume.index()).flatMap(entry -> entry.volumes().find(volume.node(), volume.rank()));
    }

    /** Whether it is not certain which of two names the volume has. */
    public boolean isRenaming(Volume volume) {
        return find(volume).filter(named -> named.next() != null).isPresent();
    }

    /** Whether a copy in the volume is in sync, so that it has to be there. */
    boolean serves(Volume volume) {
        return entry(volume.index()).filter(entry -> entry.phase() == IndexEntry.Phase.READY).stream()
                .flatMap(entry -> entry.routes().copies().stream())
                .anyMatch(copy -> copy.node().equals(volume.node())
                        && copy.rank() == volume.rank()
                        && copy.state() == CopyState.IN_SYNC);
    }

    /** The node has no such volume: its copies are to be built anew, where others have them. */
    CompletableFuture<Void> missing(Volume volume, Instant now) {
        String what = of(volume).name() + " on " + volume.node() + " is not there any more";
        return new Demotion(cluster)
                .demote(
                        volume.index(),
                        copy -> copy.node().equals(volume.node()) && copy.rank() == volume.rank(),
                        false,
                        new Demotion.Reason(what, now));
    }

    /** Writes down that the volume is about to get another name; completes once that is durable and published. */
    CompletableFuture<StoredVolume> announce(Volume volume) {
        StoredVolume now = of(volume);
        // it may have been announced a moment ago only, and no node hears of a number before it is on the disk
        return now.next() != null ? cluster.shown().thenApply(durable -> now) : renumber(volume);
    }

    /** The same, also when it was announced before: the name is in use. */
    CompletableFuture<StoredVolume> renumber(Volume volume) {
        StoredVolume now = of(volume);
        StoredIndex index = entry(volume.index()).orElseThrow().stored();
        StoredVolume named = now.renaming(next(index, volume));
        Change number = new Change.PutMeta(Meta.NEXT_VOLUME, Long.toString(nextNumber));
        return put(volume.index(), named, List.of(number, new Change.PutVolumes(volume.index(), List.of(named))))
                .thenApply(x -> named);
    }

    /** The volume has got its next name; completes once that is durable and published. */
    CompletableFuture<Void> settle(Volume volume, StoredVolume announced) {
        StoredVolume named = announced.renamed();
        return put(volume.index(), named, List.of(new Change.PutVolumes(volume.index(), List.of(named))));
    }

    private CompletableFuture<Void> put(IndexId index, StoredVolume named, List<Change> changes) {
        return cluster.change(change(index, names -> names.with(List.of(named))), changes);
    }

    private static UnaryOperator<ClusterState> change(IndexId index, UnaryOperator<VolumeNames> change) {
        return state -> state.mapIndexes(e -> e.stored().id().equals(index) ? e.with(change.apply(e.volumes())) : e);
    }

    private Optional<IndexEntry> entry(IndexId index) {
        return cluster.latest().indexes().values().stream()
                .filter(e -> e.stored().id().equals(index))
                .findFirst();
    }
}
