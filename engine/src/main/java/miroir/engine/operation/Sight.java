package miroir.engine.operation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;
import miroir.core.placement.IndexShape;
import miroir.core.plan.Present;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Snapshot;
import miroir.engine.store.StoredIndex;

/** What is there, as the planner wants to see it. Any thread. */
final class Sight {
    private Sight() {}

    static Present of(Snapshot snapshot, Present.Pace pace) {
        Set<NodeId> emptying = snapshot.cluster().indexes().values().stream()
                .filter(entry -> entry.phase() == IndexEntry.Phase.DELETING)
                .flatMap(entry -> entry.routes().copies().stream().map(Copy::node))
                .collect(Collectors.toSet());
        Map<NodeId, Present.Observed> nodes = new HashMap<>();
        for (Node node : snapshot.cluster().topology().nodes()) {
            NodeObservation seen = snapshot.observed().get(node.id());
            nodes.put(
                    node.id(),
                    new Present.Observed(
                            snapshot.node(node.id()).observed(),
                            seen == null ? -1 : seen.bytes(),
                            emptying.contains(node.id())));
        }
        List<Present.Index> indexes = new ArrayList<>();
        for (IndexEntry entry : snapshot.cluster().indexes().values()) {
            if (entry.phase() != IndexEntry.Phase.DELETING) {
                indexes.add(index(snapshot, entry));
            }
        }
        return new Present(snapshot.cluster().topology(), indexes, nodes, pace);
    }

    private static Present.Index index(Snapshot snapshot, IndexEntry entry) {
        StoredIndex stored = entry.stored();
        long[] documents = new long[stored.shards()];
        long[] bytes = new long[stored.shards()];
        for (Copy copy : entry.routes().copies()) {
            NodeObservation seen = snapshot.observed().get(copy.node());
            if (seen == null) {
                continue;
            }
            long here = seen.volumes()
                    .getOrDefault(entry.volumeUid(copy.node(), copy.rank()), Map.of())
                    .getOrDefault(copy.shard(), 0L);
            if (here > documents[copy.shard()]) {
                documents[copy.shard()] = here;
                bytes[copy.shard()] = Math.round(bytesPerDocument(seen) * here);
            }
        }
        IndexShape shape = new IndexShape(stored.shards(), stored.replicationFactor(), stored.placement());
        return new Present.Index(stored.uid(), shape, entry.routes(), documents, bytes);
    }

    private static double bytesPerDocument(NodeObservation seen) {
        long all = seen.volumes().values().stream()
                .flatMap(byShard -> byShard.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return all == 0 || seen.bytes() < 0 ? 0 : (double) seen.bytes() / all;
    }
}
