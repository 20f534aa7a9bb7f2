package miroir.core.placement;

import java.time.Instant;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/**
 * One copy of a shard on a node. Its rank is unique among the copies of that shard in its group; on the node it lives in
 * the volume of that rank.
 *
 * @param since when it came into this state
 * @param reason why it is in this state, for people; empty when there is nothing to say
 */
public record Copy(int shard, NodeId node, GroupId group, int rank, CopyState state, Instant since, String reason) {
    /** The same, in its state since then. */
    Copy since(Instant then) {
        return new Copy(shard, node, group, rank, state, then, reason);
    }
}
