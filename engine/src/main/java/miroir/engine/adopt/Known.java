package miroir.engine.adopt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.record.ClusterRecord;
import miroir.engine.record.IndexRecord;
import miroir.engine.record.RecordDocument;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a cluster, by its nodes and by what is left of Miroir's own state. Of each thing the newest record
 * counts.
 *
 * @param written the highest number of a record
 */
record Known(
        String clusterId,
        @Nullable StoredState old,
        long written,
        Optional<ClusterRecord> cluster,
        Map<IndexId, IndexRecord> indexes,
        Map<NodeId, Map<IndexId, IndexRecord>> byNode) {

    static Known of(String clusterId, List<NodeFindings> nodes, @Nullable StoredState state) {
        StoredState old = state != null && clusterId.equals(state.meta().get(Meta.CLUSTER_ID)) ? state : null;
        List<Numbered<ClusterRecord>> clusters = new ArrayList<>();
        Map<IndexId, Numbered<IndexRecord>> newest = new HashMap<>();
        Map<NodeId, Map<IndexId, IndexRecord>> byNode = new HashMap<>();
        for (NodeFindings node : nodes) {
            Map<IndexId, IndexRecord> own = byNode.computeIfAbsent(node.node().id(), id -> new HashMap<>());
            for (RecordDocument document : node.records()) {
                if (document.cluster().equals(clusterId)) {
                    document.asCluster().ifPresent(record -> clusters.add(new Numbered<>(document.written(), record)));
                    document.asIndex().ifPresent(record -> {
                        own.put(record.stored().id(), record);
                        newest.merge(record.stored().id(), new Numbered<>(document.written(), record), Numbered::newer);
                    });
                }
            }
        }
        if (old != null) {
            long written = written(old);
            clusters.add(new Numbered<>(written, cluster(old)));
            old.indexes()
                    .forEach(index -> newest.merge(
                            index.id(),
                            new Numbered<>(
                                    written,
                                    new IndexRecord(
                                            index,
                                            old.copies().getOrDefault(index.id(), List.of()),
                                            old.volumes().getOrDefault(index.id(), List.of()))),
                            (remembered, stored) -> stored.number >= remembered.number ? stored : remembered));
        }
        Map<IndexId, IndexRecord> indexes = new HashMap<>();
        newest.forEach((id, record) -> indexes.put(id, record.record));
        Optional<Numbered<ClusterRecord>> cluster = clusters.stream().max(Comparator.comparingLong(Numbered::number));
        return new Known(
                clusterId,
                old,
                cluster.map(Numbered::number).orElse(0L),
                cluster.map(Numbered::record),
                indexes,
                byNode);
    }

    private record Numbered<T>(long number, T record) {
        Numbered<T> newer(Numbered<T> other) {
            return other.number > number ? other : this;
        }
    }

    static long written(StoredState old) {
        return Long.parseLong(old.meta().getOrDefault(Meta.WRITTEN, "0"));
    }

    private static ClusterRecord cluster(StoredState old) {
        Set<IndexId> indexes = new TreeSet<>();
        old.indexes().forEach(index -> indexes.add(index.id()));
        return new ClusterRecord(
                Long.parseLong(old.meta().getOrDefault(Meta.TOPOLOGY_VERSION, "1")),
                Integer.parseInt(old.meta().getOrDefault(Meta.REPLICATION_FACTOR, "1")),
                old.nodes().stream().map(StoredNode::node).toList(),
                indexes,
                Long.parseLong(old.meta().getOrDefault(Meta.NEXT_INDEX_ID, "1")),
                Long.parseLong(old.meta().getOrDefault(Meta.NEXT_VOLUME, "1")),
                old.nextTaskUid());
    }

    /** Miroir's own record of a node, if it is left. */
    Optional<StoredNode> stored(NodeId node) {
        return old == null
                ? Optional.empty()
                : old.nodes().stream()
                        .filter(one -> one.node().id().equals(node))
                        .filter(one -> one.node().wanted() != Lifecycle.REMOVED)
                        .findFirst();
    }

    /** Whether an index of that number was deleted, as far as is remembered. */
    boolean deleted(IndexId index) {
        return cluster.filter(record -> index.value() < record.nextIndex())
                .filter(record -> !record.indexes().contains(index))
                .isPresent();
    }
}
