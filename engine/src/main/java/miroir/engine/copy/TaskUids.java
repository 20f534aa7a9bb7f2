package miroir.engine.copy;

import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** What the task uids that a node gives out say of it: as long as it loses nothing, they rise. Loop thread. */
public interface TaskUids {
    /** What is known of a node before it is asked for something. */
    Before before(NodeId node);

    /**
     * Takes over the task uid that the node gave; false when it had given it before it was asked: then it lost its data,
     * and what it gave is worth nothing.
     */
    boolean rises(Before before, long uid);

    /**
     * What was known of a node.
     *
     * @param marker the identity it had; null: none yet
     * @param floor the highest task uid that it was known to have given; -1: none
     */
    record Before(NodeId node, @Nullable String marker, long floor) {}
}
