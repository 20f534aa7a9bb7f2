package miroir.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Starts;
import miroir.engine.state.Term;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.Store;
import miroir.engine.store.StoredIndex;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import miroir.engine.store.StoredVolume;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the state to start from: the store's, or the configuration's at the very first start. */
final class Bootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

    private Bootstrap() {}

    static StoredState load(Store store, EngineConfig config, RandomGenerator random, Instant now) {
        StoredState state = store.load();
        if (state.meta().containsKey(Meta.CLUSTER_ID)) {
            reportDifferences(state, config);
            return named(store, state);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.PutMeta(Meta.CLUSTER_ID, Long.toHexString(random.nextLong())));
        changes.add(new Change.PutMeta(Meta.TOPOLOGY_VERSION, "1"));
        changes.add(new Change.PutMeta(Meta.NEXT_VOLUME, "1"));
        changes.add(new Change.PutMeta(Meta.REPLICATION_FACTOR, Integer.toString(config.replicationFactor())));
        config.nodes().forEach(n -> changes.add(new Change.PutNode(new StoredNode(n.node(), n.key(), null, -1))));
        config.nodes()
                .forEach(n -> changes.add(new Change.Audit(AuditRow.of(
                        now,
                        "configuration",
                        "add node",
                        n.node().id().value(),
                        n.node().address() + " in group " + n.node().group()))));
        store.write(changes).join();
        return store.load();
    }

    /** Writes down what volumes are called that an older Miroir made, once. */
    private static StoredState named(Store store, StoredState state) {
        if (state.meta().containsKey(Meta.NEXT_VOLUME)) {
            return state;
        }
        List<Change> changes = new ArrayList<>(List.of(new Change.PutMeta(Meta.NEXT_VOLUME, "1")));
        for (StoredIndex index : state.indexes()) {
            Set<StoredVolume> volumes = new LinkedHashSet<>();
            for (Copy copy : state.copies().getOrDefault(index.id(), List.of())) {
                String name = VolumeName.shared(index.physicalUid(), copy.rank());
                volumes.add(new StoredVolume(copy.node(), copy.rank(), name, null));
            }
            changes.add(new Change.PutVolumes(index.id(), List.copyOf(volumes)));
        }
        store.write(changes).join();
        return store.load();
    }

    /** Counts this start, unless no node has heard of the last one; none hears of it before it is durable. */
    static Starts begin(Store store, StoredState state, RandomGenerator random) {
        long last = number(state, Meta.TERM);
        long told = state.meta().containsKey(Meta.TOLD) ? number(state, Meta.TOLD) : last;
        Term term = new Term(
                Math.max(told, 0) + 1, Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
        Starts starts = Starts.of(state.meta().getOrDefault(Meta.STARTS, "")).with(term);
        store.write(List.of(
                        new Change.PutMeta(Meta.TERM, Long.toString(term.number())),
                        new Change.PutMeta(Meta.TOLD, Long.toString(told)),
                        new Change.PutMeta(Meta.STARTS, starts.text())))
                .join();
        return starts;
    }

    private static long number(StoredState state, String name) {
        return Long.parseLong(state.meta().getOrDefault(name, "0"));
    }

    static long written(StoredState state) {
        return number(state, Meta.WRITTEN);
    }

    private static void reportDifferences(StoredState state, EngineConfig config) {
        Map<NodeId, Node> stored =
                state.nodes().stream().map(StoredNode::node).collect(Collectors.toMap(Node::id, n -> n));
        for (EngineConfig.KeyedNode configured : config.nodes()) {
            Node known = stored.remove(configured.node().id());
            if (known == null) {
                LOG.warn(
                        "{} is in the configuration but not in the stored topology, which wins; to add it: miroir node add"
                                + " {} {} --group {}",
                        configured.node().id(),
                        configured.node().id(),
                        configured.node().address(),
                        configured.node().group());
            } else if (known.group().equals(configured.node().group())
                    && !known.address().equals(configured.node().address())) {
                LOG.warn(
                        "{} is stored at {}, which wins over {} in the configuration; if it has moved: miroir node address"
                                + " {} {}",
                        known.id(),
                        known.address(),
                        configured.node().address(),
                        known.id(),
                        configured.node().address());
            } else if (!known.address().equals(configured.node().address())
                    || !known.group().equals(configured.node().group())) {
                LOG.warn(
                        "{} is stored as {} in group {}; the configuration differs and is not used",
                        known.id(),
                        known.address(),
                        known.group());
            }
        }
        stored.values().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .forEach(node -> LOG.warn("{} is in the stored topology but not in the configuration", node.id()));
    }

    static ClusterState cluster(StoredState state) {
        Map<NodeId, StoredNode> nodes = new TreeMap<>();
        state.nodes().forEach(node -> nodes.put(node.node().id(), node));
        return new ClusterState(
                String.valueOf(state.meta().get(Meta.CLUSTER_ID)), topology(state), nodes, indexes(state));
    }

    private static Topology topology(StoredState state) {
        Map<GroupId, List<Node>> byGroup = new TreeMap<>();
        for (StoredNode stored : state.nodes()) {
            byGroup.computeIfAbsent(stored.node().group(), g -> new ArrayList<>())
                    .add(stored.node());
        }
        List<Group> groups = byGroup.entrySet().stream()
                .map(e -> new Group(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Group::id))
                .toList();
        return new Topology(
                Long.parseLong(state.meta().getOrDefault(Meta.TOPOLOGY_VERSION, "1")),
                Integer.parseInt(state.meta().getOrDefault(Meta.REPLICATION_FACTOR, "1")),
                groups);
    }

    private static SortedMap<String, IndexEntry> indexes(StoredState state) {
        SortedMap<String, IndexEntry> indexes = new TreeMap<>();
        for (StoredIndex stored : state.indexes()) {
            RoutingTable routes = new RoutingTable(
                    stored.id(),
                    stored.shards(),
                    stored.epoch(),
                    new HashMap<>(state.copies()).getOrDefault(stored.id(), List.of()));
            IndexEntry entry = IndexEntry.ready(stored, routes, state.volumes().getOrDefault(stored.id(), List.of()));
            String creator = state.meta().getOrDefault(Meta.creating(stored.id()), "");
            indexes.put(
                    stored.uid(),
                    creator.isEmpty() ? entry : entry.in(IndexEntry.Phase.CREATING, Long.parseLong(creator)));
        }
        return indexes;
    }

    static long nextVolume(StoredState state) {
        return Long.parseLong(state.meta().getOrDefault(Meta.NEXT_VOLUME, "1"));
    }

    static long nextIndexId(StoredState state) {
        return Long.parseLong(state.meta().getOrDefault(Meta.NEXT_INDEX_ID, "1"));
    }
}
