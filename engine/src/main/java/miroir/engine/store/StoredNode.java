package miroir.engine.store;

import miroir.core.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * A node as stored.
 *
 * @param key the key to use at this node; null: the cluster's node key
 * @param marker what the node's identity document must say; null until the node was first seen
 * @param maxTaskUid the highest task uid seen on the node; -1 when none
 */
public record StoredNode(
        Node node, @Nullable String key, @Nullable String marker, long maxTaskUid) {}
