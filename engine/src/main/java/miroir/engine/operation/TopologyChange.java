package miroir.engine.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.state.ClusterState;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Safeguard;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;

/** A change of the wanted topology, as cluster state and as what is written. */
final class TopologyChange {
    private final ClusterState before;
    private final List<Change> changes = new ArrayList<>();
    private UnaryOperator<ClusterState> effect = UnaryOperator.identity();
    private boolean retains;

    private TopologyChange(ClusterState before) {
        this.before = before;
    }

    /** What applying a plan changes at once: the wish. Copies are built and dropped later. */
    static TopologyChange of(ClusterState before, Plan plan) {
        TopologyChange change = new TopologyChange(before);
        change.topology(plan.target(), plan.wish().keys());
        Integer rf = plan.wish().replicationFactor();
        if (rf != null) {
            change.replicationFactor(rf);
        }
        return change;
    }

    /**
     * The copies that a plan drops without replacing them, once all it moves is in place: until then they may be needed
     * as sources. The last copy of a shard that is in sync stays, for ever when no other is to come.
     */
    static TopologyChange dropping(ClusterState before, List<Plan.Drop> drops, Ports ports) {
        TopologyChange change = new TopologyChange(before);
        change.drops(drops, ports);
        return change;
    }

    /** Other lifecycles for some nodes, and perhaps another replication factor. */
    static TopologyChange of(ClusterState before, Map<NodeId, Lifecycle> wanted, @Nullable Integer rf) {
        TopologyChange change = new TopologyChange(before);
        Topology next = before.topology();
        for (Map.Entry<NodeId, Lifecycle> wish : wanted.entrySet()) {
            Lifecycle now = next.node(wish.getKey()).map(Node::wanted).orElse(Lifecycle.REMOVED);
            if (now != wish.getValue() && now.canBecome(wish.getValue())) {
                next = next.withWanted(wish.getKey(), wish.getValue());
            }
        }
        if (rf != null) {
            next = new Topology(next.version() + 1, rf, next.groups());
            change.replicationFactor(rf);
        }
        change.topology(next, Map.of());
        return change;
    }

    /** Whether copies that were to be dropped stay for now: their shards have no other copy in sync. */
    boolean retains() {
        return retains;
    }

    List<Change> changes() {
        return changes;
    }

    UnaryOperator<ClusterState> effect() {
        return effect;
    }

    private void topology(Topology next, Map<NodeId, String> keys) {
        if (next.version() == before.topology().version()) {
            return;
        }
        Map<NodeId, StoredNode> records = new TreeMap<>(before.nodes());
        for (Node node : next.nodes()) {
            StoredNode known = records.get(node.id());
            StoredNode record = known != null && stays(known.node(), node)
                    ? known.with(node)
                    : new StoredNode(node, keys.get(node.id()), null, -1);
            if (!record.equals(known)) {
                records.put(node.id(), record);
                changes.add(new Change.PutNode(record));
            }
        }
        changes.add(new Change.PutMeta(Meta.TOPOLOGY_VERSION, Long.toString(next.version())));
        changes.add(new Change.PutMeta(Meta.REPLICATION_FACTOR, Integer.toString(next.replicationFactor())));
        then(state -> state.withTopology(next, merged(records, state.nodes())));
    }

    /** Whether it is the same machine; the id and address of a removed one may be used again. */
    private static boolean stays(Node known, Node next) {
        return known.address().equals(next.address()) && known.wanted() != Lifecycle.REMOVED;
    }

    /** What was learnt of a node since this change was worked out is kept. */
    private static Map<NodeId, StoredNode> merged(Map<NodeId, StoredNode> wanted, Map<NodeId, StoredNode> now) {
        Map<NodeId, StoredNode> merged = new TreeMap<>();
        wanted.forEach((id, record) -> {
            StoredNode known = now.get(id);
            merged.put(id, known != null && record.marker() != null ? known.with(record.node()) : record);
        });
        return merged;
    }

    private void replicationFactor(int rf) {
        for (IndexEntry entry : before.indexes().values()) {
            if (entry.stored().replicationFactor() != rf) {
                changes.add(new Change.PutIndex(entry.stored().withReplicationFactor(rf)));
            }
        }
        then(state -> state.mapIndexes(e -> e.with(e.stored().withReplicationFactor(rf))));
    }

    private void drops(List<Plan.Drop> drops, Ports ports) {
        Instant now = ports.clock().instant();
        boolean careful = ports.protocol().keeps(Safeguard.HARMLESS_DROPS);
        Map<IndexId, List<Copy>> byIndex = new HashMap<>();
        for (Plan.Drop drop : drops) {
            IndexEntry entry = entry(drop.indexId()).orElse(null);
            Copy copy = entry == null
                    ? null
                    : CopyChanges.copy(entry, drop.shard(), drop.node())
                            .filter(c -> c.state() != CopyState.LEAVING)
                            .orElse(null);
            if (entry == null || copy == null) {
                continue;
            }
            List<Copy> leaving = byIndex.computeIfAbsent(drop.indexId(), i -> new ArrayList<>());
            if (!careful || othersServe(entry, drop, leaving)) {
                leaving.add(CopyChanges.in(copy, CopyState.LEAVING, now, drop.reason()));
            } else {
                retains |= otherComes(entry, drop);
            }
        }
        byIndex.values().removeIf(List::isEmpty);
        byIndex.forEach(this::leave);
    }

    private static boolean othersServe(IndexEntry entry, Plan.Drop drop, List<Copy> leaving) {
        return entry.routes().of(drop.shard()).stream()
                .anyMatch(c -> c.state() == CopyState.IN_SYNC
                        && !c.node().equals(drop.node())
                        && leaving.stream()
                                .noneMatch(
                                        l -> l.shard() == c.shard() && l.node().equals(c.node())));
    }

    /** Whether another copy of the shard is to be brought back in sync. */
    private boolean otherComes(IndexEntry entry, Plan.Drop drop) {
        return entry.routes().of(drop.shard()).stream()
                .anyMatch(c -> c.state() != CopyState.LEAVING
                        && !c.node().equals(drop.node())
                        && before.topology()
                                .node(c.node())
                                .filter(node -> node.wanted() == Lifecycle.ACTIVE)
                                .isPresent());
    }

    private Optional<IndexEntry> entry(IndexId id) {
        return before.indexes().values().stream()
                .filter(e -> e.stored().id().equals(id))
                .findFirst();
    }

    private void leave(IndexId index, List<Copy> leaving) {
        IndexEntry entry = entry(index).orElseThrow();
        long epoch = entry.routes().epoch() + 1;
        changes.add(new Change.PutCopies(index, epoch, leaving));
        changes.add(new Change.PutIndex(soFar(entry).withEpoch(epoch)));
        then(state -> state.mapIndexes(
                e -> e.stored().id().equals(index) ? e.with(e.routes().with(leaving, List.of())) : e));
    }

    /** The catalogue record as the earlier parts of this change leave it. */
    private StoredIndex soFar(IndexEntry entry) {
        IndexEntry changed = effect.apply(before).indexes().get(entry.stored().uid());
        return changed == null ? entry.stored() : changed.stored();
    }

    private void then(UnaryOperator<ClusterState> next) {
        UnaryOperator<ClusterState> first = effect;
        effect = state -> next.apply(first.apply(state));
    }
}
