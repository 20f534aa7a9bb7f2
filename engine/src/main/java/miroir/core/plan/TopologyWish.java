package miroir.core.plan;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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

    /** All nodes it brings, whichever way. */
    public List<NewNode> newNodes() {
        return Stream.of(
                        addNodes.stream(),
                        replaceNodes.stream().map(Replacement::to),
                        addGroups.stream().flatMap(added -> added.nodes().stream()))
                .flatMap(nodes -> nodes)
                .toList();
    }

    /** The same with other nodes in the place of those it brings. */
    private TopologyWish mapNewNodes(UnaryOperator<NewNode> change) {
        return new TopologyWish(
                addNodes.stream().map(change).toList(),
                drainNodes,
                removeNodes,
                replaceNodes.stream()
                        .map(r -> new Replacement(r.from(), change.apply(r.to())))
                        .toList(),
                addGroups.stream()
                        .map(g -> new NewGroup(
                                g.group(), g.nodes().stream().map(change).toList()))
                        .toList(),
                removeGroups,
                replicationFactor,
                failNodes,
                failGroups);
    }

    /** The same for everybody to read: of each key only that it was given. */
    public TopologyWish withoutKeys() {
        return mapNewNodes(node -> node.key() == null ? node : node.with(NewNode.NOT_KEPT));
    }

    /** The same with the keys that were taken out, as far as they are known. */
    public TopologyWish withKeys(Map<NodeId, String> keys) {
        return mapNewNodes(
                node -> node.key() == null ? node : node.with(keys.getOrDefault(node.id(), NewNode.NOT_KEPT)));
    }

    /** The keys it gives, by node. */
    public Map<NodeId, String> keys() {
        Map<NodeId, String> keys = new HashMap<>();
        for (NewNode node : newNodes()) {
            String key = node.key();
            if (key != null && !key.equals(NewNode.NOT_KEPT)) {
                keys.put(node.id(), key);
            }
        }
        return keys;
    }

    /**
     * A node to add.
     *
     * @param key the node's own key; {@link #NOT_KEPT}: one was given; null: the cluster's node key. Never shown
     */
    public record NewNode(
            NodeId id, URI address, GroupId group, @Nullable String key) {
        /** In the place of a key that is not kept. */
        public static final String NOT_KEPT = "";

        private NewNode with(String other) {
            return new NewNode(id, address, group, other);
        }

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
