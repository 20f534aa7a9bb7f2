package miroir.engine.state;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.store.StoredNode;

/**
 * The durable part of what the engine knows. Immutable.
 *
 * @param indexes by client uid
 */
public record ClusterState(
        String clusterId, Topology topology, Map<NodeId, StoredNode> nodes, SortedMap<String, IndexEntry> indexes) {

    /** The same with one index replaced or added. */
    public ClusterState withIndex(IndexEntry entry) {
        SortedMap<String, IndexEntry> next = new TreeMap<>(indexes);
        next.values()
                .removeIf(other -> other.stored().id().equals(entry.stored().id()));
        next.put(entry.stored().uid(), entry);
        return new ClusterState(clusterId, topology, nodes, next);
    }

    /** The same without an index. */
    public ClusterState withoutIndex(String uid) {
        SortedMap<String, IndexEntry> next = new TreeMap<>(indexes);
        next.remove(uid);
        return new ClusterState(clusterId, topology, nodes, next);
    }

    /** The same with every index changed. */
    public ClusterState mapIndexes(UnaryOperator<IndexEntry> change) {
        SortedMap<String, IndexEntry> next = new TreeMap<>(indexes);
        next.replaceAll((uid, entry) -> change.apply(entry));
        return new ClusterState(clusterId, topology, nodes, next);
    }

    /** The same with another wanted topology and the records of its nodes. */
    public ClusterState withTopology(Topology next, Map<NodeId, StoredNode> records) {
        return new ClusterState(clusterId, next, records, indexes);
    }

    /** The same with one node's record replaced. */
    public ClusterState withNode(StoredNode node) {
        Map<NodeId, StoredNode> next = new TreeMap<>(nodes);
        next.put(node.node().id(), node);
        return new ClusterState(clusterId, topology, next, indexes);
    }
}
