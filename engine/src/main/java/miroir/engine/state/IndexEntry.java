package miroir.engine.state;

import java.util.List;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.search.RoutingIndex;
import miroir.core.topology.NodeId;
import miroir.engine.settings.IndexSettings;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredVolume;

/**
 * One index as requests see it.
 *
 * @param routing its copies, prepared for planning
 * @param phaseTask the task that creates or deletes it; -1 when it is ready
 * @param volumes what its volumes are called
 */
public record IndexEntry(
        StoredIndex stored,
        RoutingIndex routing,
        IndexSettings settings,
        Phase phase,
        long phaseTask,
        VolumeNames volumes) {

    /** Where in its life an index is. */
    public enum Phase {
        /** Its volumes are being made; clients are told that there is no such index. */
        CREATING,
        /** Serves. */
        READY,
        /** Its volumes are being deleted; clients are told that there is no such index. */
        DELETING
    }

    /** An index that serves. */
    public static IndexEntry ready(StoredIndex stored, RoutingTable routes, List<StoredVolume> volumes) {
        return new IndexEntry(
                stored,
                RoutingIndex.of(routes),
                IndexSettings.of(stored.settings()),
                Phase.READY,
                -1,
                VolumeNames.of(volumes));
    }

    /** The same in another phase. */
    public IndexEntry in(Phase next, long task) {
        return new IndexEntry(stored, routing, settings, next, task, volumes);
    }

    /** The same with another catalogue record. */
    public IndexEntry with(StoredIndex next) {
        IndexSettings parsed = next.settings().equals(stored.settings()) ? settings : IndexSettings.of(next.settings());
        return new IndexEntry(next, routing, parsed, phase, phaseTask, volumes);
    }

    /** The same with other copies. */
    public IndexEntry with(RoutingTable next) {
        return new IndexEntry(
                stored.withEpoch(next.epoch()), RoutingIndex.of(next), settings, phase, phaseTask, volumes);
    }

    /** The same with other names of its volumes. */
    public IndexEntry with(VolumeNames next) {
        return new IndexEntry(stored, routing, settings, phase, phaseTask, next);
    }

    /** Where its copies are. */
    public RoutingTable routes() {
        return routing.table();
    }

    /** What its volume of that rank is called on that node. */
    public String volumeUid(NodeId node, int rank) {
        return volumes.name(node, rank);
    }

    /** What that volume of it is called on its node. */
    public String volumeUid(Volume volume) {
        return volumes.name(volume.node(), volume.rank());
    }

    /** Whether any of its copies lies in that volume, in whatever state. */
    public boolean uses(NodeId node, int rank) {
        return routes().copies().stream().anyMatch(c -> c.node().equals(node) && c.rank() == rank);
    }
}
