package miroir.engine.copy;

import miroir.core.placement.Copy;
import miroir.core.placement.Volume;
import miroir.core.topology.NodeId;
import miroir.engine.state.IndexEntry;

/**
 * Where one copy of a shard lies.
 *
 * @param primaryKey of the index
 */
public record Place(Volume volume, int shard, String primaryKey) {

    /** The place of an index's copy; the index has a primary key, or no documents to speak of. */
    public static Place of(IndexEntry entry, Copy copy) {
        String key = entry.stored().primaryKey();
        return new Place(
                new Volume(copy.node(), entry.stored().id(), copy.rank()), copy.shard(), key == null ? "id" : key);
    }

    /** The node it is on. */
    public NodeId node() {
        return volume.node();
    }
}
