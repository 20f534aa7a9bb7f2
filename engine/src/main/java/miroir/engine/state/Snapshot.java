package miroir.engine.state;

import java.util.Map;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;
import org.jspecify.annotations.Nullable;

/** What a request sees from its first line to its last. Immutable; taken once per request. */
public record Snapshot(long version, ClusterState cluster, Map<NodeId, NodeObservation> observed) {

    /** The index of that client uid; null when there is none or it is not ready. */
    public @Nullable IndexEntry index(String uid) {
        IndexEntry entry = cluster.indexes().get(uid);
        return entry != null && entry.phase() == IndexEntry.Phase.READY ? entry : null;
    }

    /** What is wanted and what is observed of a node. */
    public NodeState node(NodeId id) {
        Lifecycle wanted = cluster.topology().node(id).map(Node::wanted).orElse(Lifecycle.REMOVED);
        NodeObservation seen = observed.get(id);
        return new NodeState(wanted, seen == null ? Health.UNKNOWN : seen.health());
    }
}
