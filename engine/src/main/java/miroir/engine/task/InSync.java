package miroir.engine.task;

import java.util.EnumSet;
import java.util.Set;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.IndexId;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.write.Part;
import org.jspecify.annotations.Nullable;

/**
 * The in-sync set of one index at one moment. Verdicts are made against the set of now, never of the dispatch.
 *
 * @param routes null: there is no such index any more
 */
record InSync(@Nullable RoutingTable routes, Set<CopyState> states) {
    static InSync of(ClusterState cluster, IndexId index) {
        return of(cluster, index, EnumSet.of(CopyState.IN_SYNC));
    }

    static InSync of(ClusterState cluster, IndexId index, Set<CopyState> states) {
        RoutingTable routes = cluster.indexes().values().stream()
                .filter(entry -> entry.stored().id().equals(index))
                .findFirst()
                .map(IndexEntry::routes)
                .orElse(null);
        return new InSync(routes, states);
    }

    /** Whether the volume's copy of that shard is in sync. */
    boolean test(Volume volume, int shard) {
        return routes != null
                && routes.of(shard).stream()
                        .anyMatch(copy -> copy.node().equals(volume.node()) && states.contains(copy.state()));
    }

    /** Whether all copies of the part are in sync. */
    boolean testAll(Part part) {
        return part.shards().stream().allMatch(shard -> test(part.volume(), shard));
    }

    /** Whether any copy of the part is in sync. */
    boolean testAny(Part part) {
        return part.shards().stream().anyMatch(shard -> test(part.volume(), shard));
    }
}
