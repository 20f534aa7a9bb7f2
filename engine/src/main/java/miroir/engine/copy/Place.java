package miroir.engine.copy;

import miroir.core.placement.Copy;
import miroir.core.topology.NodeId;
import miroir.engine.state.IndexEntry;

/**
 * Where one copy of a shard lies.
 *
 * @param volume the name of the Meilisearch index on the node
 * @param primaryKey of the index
 */
public record Place(NodeId node, String volume, int shard, String primaryKey) {
    /** The place of an index's copy; the index has a primary key, or no documents to speak of. */
    public static Place of(IndexEntry entry, Copy copy) {
        String key = entry.stored().primaryKey();
        return new Place(copy.node(), entry.volumeUid(copy.rank()), copy.shard(), key == null ? "id" : key);
    }

    /** The path of its volume on the node. */
    public String path() {
        return "/indexes/" + volume;
    }
}
