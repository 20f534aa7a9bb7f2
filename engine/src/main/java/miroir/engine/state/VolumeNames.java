package miroir.engine.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.store.StoredVolume;
import org.jspecify.annotations.Nullable;

/** What the volumes of one index are called. Immutable. */
public record VolumeNames(Map<Place, StoredVolume> known) {

    /** Where a volume is. */
    public record Place(NodeId node, int rank) {}

    static VolumeNames of(Collection<StoredVolume> volumes) {
        return new VolumeNames(Map.of()).with(volumes);
    }

    /** The same with these names added or replaced. */
    public VolumeNames with(Collection<StoredVolume> volumes) {
        Map<Place, StoredVolume> next = new HashMap<>(known);
        volumes.forEach(volume -> next.put(new Place(volume.node(), volume.rank()), volume));
        return new VolumeNames(Map.copyOf(next));
    }

    /** The same without the names of these. */
    public VolumeNames without(Collection<StoredVolume> volumes) {
        Map<Place, StoredVolume> next = new HashMap<>(known);
        volumes.forEach(volume -> next.remove(new Place(volume.node(), volume.rank())));
        return new VolumeNames(Map.copyOf(next));
    }

    /** What a volume is called; empty: it was not given a name, or lost it with its node's data. */
    public Optional<StoredVolume> find(NodeId node, int rank) {
        return Optional.ofNullable(known.get(new Place(node, rank)));
    }

    /** The same, with {@link VolumeName#NONE} for one that has no name. */
    public StoredVolume get(NodeId node, int rank) {
        return find(node, rank).orElseGet(() -> new StoredVolume(node, rank, VolumeName.NONE, null));
    }

    /** A volume's name. */
    public String name(NodeId node, int rank) {
        return get(node, rank).name();
    }

    /** The name that a volume is about to get; null: none. */
    public @Nullable String next(NodeId node, int rank) {
        return get(node, rank).next();
    }
}
