package miroir.engine.task;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.write.Part;

/** The in-sync set of one index at one moment. Verdicts are made against the set of now, never of the dispatch. */
final class InSync {
    private final Set<Place> places = new HashSet<>();

    static InSync of(ClusterState cluster, IndexId index) {
        return of(cluster, index, EnumSet.of(CopyState.IN_SYNC));
    }

    static InSync of(ClusterState cluster, IndexId index, Set<CopyState> states) {
        InSync set = new InSync();
        for (IndexEntry entry : cluster.indexes().values()) {
            if (entry.stored().id().equals(index)) {
                for (Copy copy : entry.routes().copies()) {
                    if (states.contains(copy.state())) {
                        set.places.add(new Place(copy.node(), copy.shard()));
                    }
                }
            }
        }
        return set;
    }

    /** Whether the volume's copy of that shard is in sync. */
    boolean test(Volume volume, int shard) {
        return places.contains(new Place(volume.node(), shard));
    }

    /** Whether any copy of the part is in sync. */
    boolean testAny(Part part) {
        return part.shards().stream().anyMatch(shard -> test(part.volume(), shard));
    }

    private record Place(NodeId node, int shard) {}
}
