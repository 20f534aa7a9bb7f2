package miroir.core.plan;

import java.net.URI;
import java.util.List;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One or more changes an operator wishes for, taken together.
 *
 * @param replicationFactor copies per group from now on; null: unchanged
 * @param failNodes what-if only: these nodes are lost
 * @param failGroups what-if only: all nodes of these groups are lost
 */
public record TopologyWish(
        List<NewNode> addNodes,
        List<NodeId> drainNodes,
        List<NodeId> removeNodes,
        List<Replacement> replaceNodes,
        List<NewGroup> addGroups,
        List<GroupId> removeGroups,
        @Nullable Integer replicationFactor,
        List<NodeId> failNodes,
        List<GroupId> failGroups) {

    /** No change of the wanted topology: what is there is brought to where it should be. */
    public static final TopologyWish NOTHING = new TopologyWish(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of());

    /** Whether it only asks what would happen; such a plan cannot be applied. */
    public boolean whatIf() {
        return !failNodes.isEmpty() || !failGroups.isEmpty();
    }

    /**
     * A node to add.
     *
     * @param key the node's own key; null: the cluster's node key. Never shown
     */
    public record NewNode(
            NodeId id, URI address, GroupId group, @Nullable String key) {

        /** Without the key, so that no log shows it. */
        @Override
        public String toString() {
            return id + " at " + address + " in group " + group;
        }
    }

    /** A node that takes over everything another one holds; the new one joins the old one's group. */
    public record Replacement(NodeId from, NewNode to) {}

    /** A group to add, with its nodes. */
    public record NewGroup(GroupId group, List<NewNode> nodes) {}
}
