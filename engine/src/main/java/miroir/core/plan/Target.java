package miroir.core.plan;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * What a plan leads to.
 *
 * @param lost nodes that count as gone for ever, whatever the topology says of them
 * @param takeovers by node that is replaced: the one that takes its place
 * @param replicationFactor of every index; null: each keeps its own
 * @param level whether copies that could stay are moved to even out the nodes
 * @param onlyLosses whether nothing changes but that nodes are lost: then all other copies stay where they are
 */
record Target(
        Topology topology,
        Set<NodeId> lost,
        Map<NodeId, NodeId> takeovers,
        @Nullable Integer replicationFactor,
        boolean level,
        boolean onlyLosses) {

    /** The target of a wish that {@link WishCheck} found nothing against. */
    static Target of(Present present, TopologyWish wish) {
        boolean empty = wish.equals(TopologyWish.NOTHING);
        boolean others = wish.replicationFactor() != null
                || !(wish.addNodes().isEmpty()
                        && wish.drainNodes().isEmpty()
                        && wish.removeNodes().isEmpty()
                        && wish.addGroups().isEmpty()
                        && wish.removeGroups().isEmpty());
        return new Target(
                WishedTopology.of(present, wish),
                lost(present.topology(), wish),
                wish.replaceNodes().stream()
                        .collect(Collectors.toMap(TopologyWish.Replacement::from, r -> r.to().id())),
                wish.replicationFactor(),
                others || empty,
                !empty && !others && wish.replaceNodes().isEmpty());
    }

    /** The topology as it is, but without these nodes. */
    static Target without(Present present, Collection<NodeId> lost) {
        return new Target(present.topology(), Set.copyOf(lost), Map.of(), null, false, true);
    }

    /** The topology as it is, every shard with the copies it is to have. */
    static Target complete(Present present) {
        return new Target(present.topology(), Set.of(), Map.of(), null, false, false);
    }

    private static Set<NodeId> lost(Topology topology, TopologyWish wish) {
        Set<NodeId> lost = new HashSet<>(wish.failNodes());
        topology.nodes().stream()
                .filter(node -> wish.failGroups().contains(node.group()))
                .map(Node::id)
                .forEach(lost::add);
        return lost;
    }

    /** The nodes of a group that take copies, by id. */
    List<NodeId> takers(GroupId group) {
        return topology.nodes().stream()
                .filter(n -> n.group().equals(group) && n.wanted() == Lifecycle.ACTIVE && !lost.contains(n.id()))
                .map(Node::id)
                .sorted()
                .toList();
    }

    /** Whether nothing is wished for: all there is to do is to even the nodes out. */
    boolean unchanged(Present present) {
        return level && topology.equals(present.topology());
    }

    /** The copies an index is to have of each shard in each group. */
    int replicationFactor(Present.Index index) {
        return replicationFactor != null ? replicationFactor : index.shape().replicationFactor();
    }
}
