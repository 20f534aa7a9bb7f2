package miroir.engine.state;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.core.placement.Volume;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredVolume;
import org.jspecify.annotations.Nullable;

/** What a request sees from its first line to its last. Immutable; taken once per request. */
public record Snapshot(long version, ClusterState cluster, Map<NodeId, NodeObservation> observed) {
    private static final Set<Health> OBSERVED_AT_WORK = EnumSet.of(Health.UP, Health.SUSPECT, Health.READONLY);

    /** The index of that client uid; null when there is none or it is not ready. */
    public @Nullable IndexEntry index(String uid) {
        IndexEntry entry = cluster.indexes().get(uid);
        return entry != null && entry.phase() == IndexEntry.Phase.READY ? entry : null;
    }

    /** What that volume is called. */
    public StoredVolume volume(Volume volume) {
        return cluster.indexes().values().stream()
                .filter(entry -> entry.stored().id().equals(volume.index()))
                .findFirst()
                .map(entry -> entry.volumes().get(volume.node(), volume.rank()))
                .orElseGet(() -> new StoredVolume(volume.node(), volume.rank(), VolumeName.NONE, null));
    }

    /** Whether nodes of other clusters answer at all addresses. */
    public boolean isAmongStrangers() {
        List<NodeId> wanted = cluster.topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .map(Node::id)
                .toList();
        return !wanted.isEmpty()
                && wanted.stream().map(observed::get).allMatch(seen -> seen != null && seen.isForeign());
    }

    /** What is wanted and what is observed of a node. */
    public NodeState node(NodeId id) {
        Lifecycle wanted = cluster.topology().node(id).map(Node::wanted).orElse(Lifecycle.REMOVED);
        NodeObservation seen = observed.get(id);
        return new NodeState(wanted, seen == null || isLeftOver(id, seen) ? Health.UNKNOWN : seen.health());
    }

    /** Whether it was observed of an earlier node of that id: the present one has yet to prove itself. */
    private boolean isLeftOver(NodeId id, NodeObservation seen) {
        StoredNode stored = cluster.nodes().get(id);
        return stored != null && stored.taskUid() < 0 && OBSERVED_AT_WORK.contains(seen.health());
    }
}
