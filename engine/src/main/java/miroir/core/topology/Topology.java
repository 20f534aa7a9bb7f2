package miroir.core.topology;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
        return nodes().stream().filter(n -> n.id().equals(id)).findFirst();
    }
}
