package miroir.core.topology;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wanted cluster: its groups with their nodes, and how many copies of a shard each group keeps. Immutable; every
 * change gives a new value with the next version.
 */
public record Topology(long version, int replicationFactor, List<Group> groups) {
    public Topology {
        if (replicationFactor < 1) {
            throw new IllegalArgumentException("replicationFactor must be at least 1");
        }
        groups = groups.stream().sorted(Comparator.comparing(Group::id)).toList();
    }

    /** All nodes of all groups, by group and id. */
    public List<Node> nodes() {
        return groups.stream().flatMap(g -> g.nodes().stream()).toList();
    }

    /** The node of that id, if it is known. */
    public Optional<Node> node(NodeId id) {
        for (Group group : groups) {
            for (Node node : group.nodes()) {
                if (node.id().equals(id)) {
                    return Optional.of(node);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * With one more node, and its group when that is new. The id of a removed node may be used again.
     *
     * @throws IllegalArgumentException with the reason, when the id or the address is in use
     */
    public Topology with(Node node) {
        for (Node other : nodes()) {
            boolean gone = other.wanted() == Lifecycle.REMOVED;
            require(gone || !other.id().equals(node.id()), "a node named " + node.id() + " exists already");
            require(
                    gone || !other.address().equals(node.address()),
                    "node " + other.id() + " has that address already");
        }
        return next(Stream.concat(allBut(node.id()), Stream.of(node)));
    }

    /**
     * Without any trace of a node, and without its group when it was the last one there.
     *
     * @throws IllegalArgumentException with the reason, when the node is unknown or may hold copies
     */
    public Topology without(NodeId id) {
        Lifecycle wanted = known(id).wanted();
        require(
                wanted == Lifecycle.JOINING || wanted == Lifecycle.REMOVED,
                "node " + id + " is " + wanted + " and may hold copies; it must be drained and removed first");
        return next(allBut(id));
    }

    /**
     * With another wish for a node.
     *
     * @throws IllegalArgumentException with the reason, when the node is unknown or may not go from its state to that one
     */
    public Topology withWanted(NodeId id, Lifecycle wanted) {
        Node node = known(id);
        require(
                node.wanted().canBecome(wanted),
                "node " + id + " is " + node.wanted() + " and cannot become " + wanted);
        return next(Stream.concat(allBut(id), Stream.of(new Node(id, node.group(), node.address(), wanted))));
    }

    /**
     * With a node at another address.
     *
     * @throws IllegalArgumentException with the reason, when the node is unknown or another one has that address
     */
    public Topology withAddress(NodeId id, URI address) {
        Node node = known(id);
        for (Node other : nodes()) {
            boolean free = other.id().equals(id) || other.wanted() == Lifecycle.REMOVED;
            require(free || !other.address().equals(address), "node " + other.id() + " has that address already");
        }
        return next(Stream.concat(allBut(id), Stream.of(new Node(id, node.group(), address, node.wanted()))));
    }

    private Node known(NodeId id) {
        return node(id).orElseThrow(() -> new IllegalArgumentException("there is no node " + id));
    }

    private Stream<Node> allBut(NodeId id) {
        return nodes().stream().filter(node -> !node.id().equals(id));
    }

    private Topology next(Stream<Node> nodes) {
        Map<GroupId, List<Node>> byGroup = nodes.collect(Collectors.groupingBy(Node::group));
        return new Topology(
                version + 1,
                replicationFactor,
                byGroup.entrySet().stream()
                        .map(entry -> new Group(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(reason);
        }
    }
}
