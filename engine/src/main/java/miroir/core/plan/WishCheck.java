package miroir.core.plan;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import miroir.core.placement.IndexShape;
import miroir.core.plan.Plan.Refusal;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeAddress;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** Whether a wish fits the topology it is made for, before anything is worked out: names, addresses, states. */
final class WishCheck {
    private final Topology topology;
    private final TopologyWish wish;
    private final List<Refusal> refusals = new ArrayList<>();

    private WishCheck(Topology topology, TopologyWish wish) {
        this.topology = topology;
        this.wish = wish;
    }

    /** Every reason against the wish; none: it can be applied to the topology. */
    static List<Refusal> refusals(Topology topology, TopologyWish wish) {
        WishCheck check = new WishCheck(topology, wish);
        check.replicationFactor();
        check.names();
        check.newNodes();
        check.groups();
        check.overlaps();
        return List.copyOf(check.refusals);
    }

    /** All nodes a wish adds, with the group each joins. */
    static List<Node> added(Topology topology, TopologyWish wish) {
        List<Node> added = new ArrayList<>();
        wish.addNodes().forEach(n -> added.add(new Node(n.id(), n.group(), n.address(), Lifecycle.ACTIVE)));
        wish.addGroups()
                .forEach(g ->
                        g.nodes().forEach(n -> added.add(new Node(n.id(), g.group(), n.address(), Lifecycle.ACTIVE))));
        wish.replaceNodes()
                .forEach(r -> topology.node(r.from())
                        .ifPresent(old ->
                                added.add(new Node(r.to().id(), old.group(), r.to().address(), Lifecycle.ACTIVE))));
        return added;
    }

    private void replicationFactor() {
        Integer wanted = wish.replicationFactor();
        if (wanted != null && (wanted < 1 || wanted > IndexShape.MAX_REPLICATION_FACTOR)) {
            refuse(
                    "invalid_rf",
                    wanted,
                    "The replication factor must be between 1 and " + IndexShape.MAX_REPLICATION_FACTOR + ", not "
                            + wanted + ".");
        }
    }

    private void names() {
        wish.drainNodes().forEach(id -> inState(id, "drained", this::activeOrDraining));
        wish.replaceNodes().forEach(r -> inState(r.from(), "replaced", this::activeOrDraining));
        wish.removeNodes().forEach(id -> inState(id, "removed", wanted -> wanted != Lifecycle.REMOVED));
        wish.failNodes().forEach(id -> inState(id, "lost", wanted -> wanted != Lifecycle.REMOVED));
        Stream.concat(wish.removeGroups().stream(), wish.failGroups().stream())
                .distinct()
                .forEach(this::known);
        wish.addNodes().stream()
                .map(TopologyWish.NewNode::group)
                .distinct()
                .filter(g -> wish.addGroups().stream().noneMatch(n -> n.group().equals(g)))
                .forEach(this::known);
    }

    private boolean activeOrDraining(Lifecycle wanted) {
        return wanted == Lifecycle.ACTIVE || wanted == Lifecycle.DRAINING;
    }

    private void inState(NodeId id, String verb, Predicate<Lifecycle> fits) {
        topology.node(id)
                .ifPresentOrElse(
                        node -> {
                            if (!fits.test(node.wanted())) {
                                refuse(
                                        "illegal_state",
                                        id,
                                        "Node " + id + " is " + node.wanted() + " and cannot be " + verb + ".");
                            }
                        },
                        () -> {
                            if (added(topology, wish).stream()
                                    .noneMatch(node -> node.id().equals(id))) {
                                refuse("unknown_node", id, "There is no node " + id + ".");
                            }
                        });
    }

    private void known(GroupId group) {
        if (!inUse(group)) {
            refuse("unknown_group", group, "There is no group " + group + ".");
        }
    }

    private boolean inUse(GroupId group) {
        return topology.nodes().stream().anyMatch(n -> n.group().equals(group) && n.wanted() != Lifecycle.REMOVED);
    }

    private void newNodes() {
        Map<NodeId, String> ids = new HashMap<>();
        Map<URI, NodeId> addresses = new HashMap<>();
        for (Node node : topology.nodes()) {
            if (node.wanted() != Lifecycle.REMOVED) {
                ids.put(node.id(), "There is a node " + node.id() + " already.");
                addresses.put(NodeAddress.normal(node.address()).orElse(node.address()), node.id());
            }
        }
        for (Node node : added(topology, wish)) {
            NodeId id = node.id();
            String taken = ids.put(id, "Node " + id + " is added twice.");
            if (taken != null) {
                refuse("duplicate_node", id, taken);
            }
            NodeAddress.normal(node.address())
                    .ifPresentOrElse(
                            address -> {
                                NodeId other = addresses.putIfAbsent(address, id);
                                if (other != null && !other.equals(id)) {
                                    refuse(
                                            "duplicate_node",
                                            id,
                                            "Node " + other + " has the address of node " + id + ".");
                                }
                            },
                            () -> refuse(
                                    "invalid_address",
                                    id,
                                    "The address of node " + id + " must be " + NodeAddress.FORM + "."));
        }
    }

    private void groups() {
        Set<GroupId> seen = new HashSet<>();
        for (TopologyWish.NewGroup added : wish.addGroups()) {
            if (inUse(added.group()) || !seen.add(added.group())) {
                refuse("duplicate_group", added.group(), "There is a group " + added.group() + " already.");
            }
            if (added.nodes().isEmpty()) {
                refuse("last_node", added.group(), "Group " + added.group() + " would have no node.");
            }
        }
    }

    private void overlaps() {
        Set<NodeId> seen = new HashSet<>();
        Set<NodeId> twice = new TreeSet<>();
        Stream.<Collection<NodeId>>of(
                        added(topology, wish).stream().map(Node::id).toList(),
                        wish.drainNodes(),
                        wish.removeNodes(),
                        wish.replaceNodes().stream()
                                .map(TopologyWish.Replacement::from)
                                .toList(),
                        removedWithGroup())
                .map(HashSet::new)
                .forEach(wished -> wished.stream().filter(id -> !seen.add(id)).forEach(twice::add));
        Set<NodeId> replaced = new HashSet<>();
        wish.replaceNodes().stream()
                .map(TopologyWish.Replacement::from)
                .filter(id -> !replaced.add(id))
                .forEach(twice::add);
        twice.forEach(id -> refuse("node_in_two_wishes", id, "Two wishes name node " + id + "; it can have one."));
    }

    private List<NodeId> removedWithGroup() {
        return Stream.concat(topology.nodes().stream(), added(topology, wish).stream())
                .filter(n -> wish.removeGroups().contains(n.group()) && n.wanted() != Lifecycle.REMOVED)
                .map(Node::id)
                .toList();
    }

    private void refuse(String name, Object target, String message) {
        refusals.add(new Refusal(name, target.toString(), message));
    }
}
