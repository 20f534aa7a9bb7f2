package miroir.engine.state;

import miroir.core.placement.RoutingTable;
import miroir.core.placement.VolumeName;
import miroir.core.search.RoutingIndex;
import miroir.engine.settings.IndexSettings;
import miroir.engine.store.StoredIndex;

/**
 * One index as requests see it.
 *
 * @param routing its copies, prepared for planning
 * @param phaseTask the task that creates or deletes it; -1 when it is ready
 */
public record IndexEntry(
        StoredIndex stored, RoutingIndex routing, IndexSettings settings, Phase phase, long phaseTask) {

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
    public static IndexEntry ready(StoredIndex stored, RoutingTable routes) {
        return new IndexEntry(stored, RoutingIndex.of(routes), IndexSettings.of(stored.settings()), Phase.READY, -1);
    }

    /** The same in another phase. */
    public IndexEntry in(Phase next, long task) {
        return new IndexEntry(stored, routing, settings, next, task);
    }

    /** The same with another catalogue record. */
    public IndexEntry with(StoredIndex next) {
        IndexSettings parsed = next.settings().equals(stored.settings()) ? settings : IndexSettings.of(next.settings());
        return new IndexEntry(next, routing, parsed, phase, phaseTask);
    }

    /** The same with other copies. */
    public IndexEntry with(RoutingTable next) {
        return new IndexEntry(stored.withEpoch(next.epoch()), RoutingIndex.of(next), settings, phase, phaseTask);
    }

    /** Where its copies are. */
    public RoutingTable routes() {
        return routing.table();
    }

    /** The name of its volume of that rank on every node. */
    public String volumeUid(int rank) {
        return VolumeName.of(stored.physicalUid(), rank);
    }
}
