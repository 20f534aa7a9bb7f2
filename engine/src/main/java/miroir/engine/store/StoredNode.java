package miroir.engine.store;

import miroir.core.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * A node as stored.
 *
 * @param key the key to use at this node; null: the cluster's node key
 * @param marker what the node's identity document must say; null until the node was first seen
 * @param maxTaskUid the highest task uid seen on the node; -1 when none, {@link #WENT_BACK} once it gave one twice
 */
public record StoredNode(
        Node node, @Nullable String key, @Nullable String marker, long maxTaskUid) {
    /** No node reaches it: one that went back is recognised by it even if its uids have caught up meanwhile. */
    public static final long WENT_BACK = Long.MAX_VALUE;
}
