package miroir.engine.health;

import java.util.List;
import java.util.Optional;
import miroir.core.topology.NodeId;
import miroir.engine.state.Cluster;
import org.jspecify.annotations.Nullable;

/** Tells whose identity a node holds. Loop thread. */
record Identities(Cluster cluster) {
    /** Whether the node's identity under that marker is among them. */
    static boolean holds(List<Marker> found, NodeId node, @Nullable String marker) {
        return found.stream()
                .anyMatch(m -> m.node().equals(node.value()) && m.marker().equals(marker));
    }

    /** Whose present identity is among them, if it is another node of ours. */
    Optional<NodeId> other(NodeId node, List<Marker> found) {
        return cluster.latest().nodes().values().stream()
                .filter(n ->
                        !n.node().id().equals(node) && holds(found, n.node().id(), n.marker()))
                .map(n -> n.node().id())
                .findFirst();
    }
}
