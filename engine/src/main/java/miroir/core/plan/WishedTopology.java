package miroir.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.plan.Plan.Refusal;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** Applies a wish to a topology. */
final class WishedTopology {
    private final Set<NodeId> holders = new HashSet<>();
    private final Map<NodeId, Node> nodes = new TreeMap<>();

    private WishedTopology(Present present) {
        present.indexes()
                .forEach(index ->
                        index.routes().copies().stream().map(Copy::node).forEach(holders::add));
        present.nodes().forEach((id, seen) -> {
            if (seen.emptying()) {
                holders.add(id);
            }
        });
        present.topology().nodes().forEach(node -> nodes.put(node.id(), node));
    }

    /** The topology once the wish is carried out, one version on; the present one when the wish does not change it. */
    static Topology of(Present present, TopologyWish wish) {
        Topology before = present.topology();
        WishedTopology wished = new WishedTopology(present);
        WishCheck.added(before, wish).forEach(node -> wished.nodes.put(node.id(), node));
        wish.drainNodes().forEach(id -> wished.become(id, Lifecycle.DRAINING));
        wish.replaceNodes().forEach(r -> wished.become(r.from(), Lifecycle.DRAINING));
        wish.removeNodes().forEach(wished::retire);
        before.nodes().stream()
                .filter(node -> wish.removeGroups().contains(node.group()))
                .forEach(node -> wished.retire(node.id()));
        List<Group> groups = wished.groups();
        Integer factor = wish.replicationFactor();
        int replicationFactor = factor == null ? before.replicationFactor() : factor;
        boolean same = groups.equals(before.groups()) && replicationFactor == before.replicationFactor();
        return same ? before : new Topology(before.version() + 1, replicationFactor, groups);
    }

    private void become(NodeId id, Lifecycle wanted) {
        nodes.computeIfPresent(id, (key, node) -> new Node(id, node.group(), node.address(), wanted));
    }

    /** A node that holds copies is emptied first; it is removed at the end. */
    private void retire(NodeId id) {
        become(id, holders.contains(id) ? Lifecycle.DRAINING : Lifecycle.REMOVED);
    }

    private List<Group> groups() {
        return nodes.values().stream().collect(Collectors.groupingBy(Node::group)).entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(Group::id))
                .toList();
    }

    /** What speaks against the numbers of active nodes that would be left in the groups. */
    static List<Refusal> refusals(Present present, TopologyWish wish, Target target) {
        Map<GroupId, Long> before = active(present.topology());
        Map<GroupId, Long> after = active(target.topology());
        Set<GroupId> stay = new TreeSet<>(before.keySet());
        wish.removeGroups().forEach(stay::remove);
        stay.addAll(after.keySet());
        List<Refusal> refusals = new ArrayList<>();
        if (stay.isEmpty()) {
            wish.removeGroups().forEach(g -> refusals.add(lastNode(g, "is the last group")));
        }
        int copies = Stream.concat(
                        Stream.of(target.topology().replicationFactor()),
                        present.indexes().stream().map(target::replicationFactor))
                .max(Comparator.naturalOrder())
                .orElse(1);
        for (GroupId group : stay) {
            long nodes = after.getOrDefault(group, 0L);
            boolean changed = wish.replicationFactor() != null || nodes < before.getOrDefault(group, Long.MAX_VALUE);
            if (nodes == 0) {
                refusals.add(lastNode(group, "would have no active node left"));
            } else if (changed && nodes < copies) {
                refusals.add(new Refusal(
                        "rf_too_high",
                        group.toString(),
                        "Group " + group + " would have " + nodes + " active nodes for " + copies
                                + " copies of each shard."));
            }
        }
        return refusals;
    }

    private static Refusal lastNode(GroupId group, String why) {
        return new Refusal("last_node", group.toString(), "Group " + group + " " + why + ".");
    }

    private static Map<GroupId, Long> active(Topology topology) {
        return topology.nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.ACTIVE)
                .collect(Collectors.groupingBy(Node::group, Collectors.counting()));
    }
}
