package miroir.engine.store;

import java.util.List;
import miroir.core.topology.AccessKey;
import miroir.core.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * A node as stored.
 *
 * @param key the key to use at this node; null: the cluster's node key. One that is still sealed is known to nobody
 * @param marker what the node's identity document must say; null until the node was first seen
 * @param taskUid all tasks of the node up to this one have ended and are accounted for; -1 when none was seen
 * @param taskAt when the node took that task, as it writes it; null: not known
 * @param former who it was before it lost its data, as long as it had copies that nobody else had
 */
public record StoredNode(
        Node node,
        @Nullable String key,
        @Nullable String marker,
        long taskUid,
        @Nullable String taskAt,
        List<FormerLife> former) {

    /** A node whose tasks were not followed yet. */
    public StoredNode(Node node, @Nullable String key, @Nullable String marker, long taskUid) {
        this(node, key, marker, taskUid, null, List.of());
    }

    /** Whether it has a key of its own that cannot be read, because the file that would open it is gone. */
    public boolean keyIsLost() {
        return key != null && key.startsWith(AccessKey.SEALED);
    }

    /** Without the key, so that no log shows it. */
    @Override
    public String toString() {
        return "%s, key %s, marker %s, tasks up to %d of %s, former %s"
                .formatted(node, key == null ? "absent" : "***", marker, taskUid, taskAt, former);
    }

    /** The same as the operator now wants it. */
    public StoredNode with(Node wanted) {
        return new StoredNode(wanted, key, marker, taskUid, taskAt, former);
    }

    /** The same with another key. */
    public StoredNode keyed(@Nullable String other) {
        return new StoredNode(node, other, marker, taskUid, taskAt, former);
    }

    /** The same, its tasks followed further. */
    public StoredNode followed(long uid, String at) {
        return new StoredNode(node, key, marker, uid, at, former);
    }

    /** The same in another life. */
    public StoredNode living(@Nullable String as, long uid, @Nullable String at, List<FormerLife> before) {
        return new StoredNode(node, key, as, uid, at, List.copyOf(before));
    }
}
