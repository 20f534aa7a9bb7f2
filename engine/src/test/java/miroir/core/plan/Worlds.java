package miroir.core.plan;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.Clusters;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.IndexShape;
import miroir.core.placement.Placement;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** What is there, for tests of the planner: made new, changed by hand, or by carrying out a plan. */
final class Worlds {
    static final Present.Pace PACE = new Present.Pace(1000, 2000, 500, 2, "a guess");
    static final long DOCUMENTS = 100;
    static final long BYTES = 1 << 20;

    private Worlds() {}

    /** One group of active nodes that all answer, with indexes i1, i2, … of these numbers of shards. */
    static Present world(List<NodeId> nodes, int rf, int... shards) {
        Group group = new Group(
                new GroupId(0),
                nodes.stream().map(id -> Clusters.node(id.value(), 0)).toList());
        return world(new Topology(1, rf, List.of(group)), PlacementStrategy.BALANCED, shards);
    }

    /** Groups of nodes that all answer. */
    static Present world(Topology topology, PlacementStrategy strategy, int... shards) {
        List<Present.Index> indexes = new ArrayList<>();
        for (int i = 0; i < shards.length; i++) {
            IndexShape shape = new IndexShape(shards[i], topology.replicationFactor(), strategy);
            RoutingTable routes =
                    new RoutingTable(new IndexId(i + 1), shards[i], 1, Placement.place(topology, shape, Clusters.NOW));
            indexes.add(new Present.Index(
                    "i" + (i + 1), shape, routes, fill(shards[i], DOCUMENTS), fill(shards[i], BYTES)));
        }
        return new Present(topology, indexes, allUp(topology), PACE);
    }

    /** One group with one index whose copies are given: "a b|b a" has shards 0 and 1 with ranks in order; a! is stale. */
    static Present table(String nodes, int rf, String copies) {
        Present empty = world(Clusters.nodes(words(nodes)), rf);
        List<Copy> list = new ArrayList<>();
        String[] shards = copies.split("\\|", -1);
        for (int shard = 0; shard < shards.length; shard++) {
            String[] names = words(shards[shard]);
            for (int rank = 0; rank < names.length; rank++) {
                list.add(copy(shard, names[rank], rank));
            }
        }
        IndexShape shape = new IndexShape(shards.length, rf, PlacementStrategy.BALANCED);
        RoutingTable routes = new RoutingTable(Clusters.INDEX, shards.length, 1, list);
        Present.Index index =
                new Present.Index("i1", shape, routes, fill(shards.length, DOCUMENTS), fill(shards.length, BYTES));
        return new Present(empty.topology(), List.of(index), empty.nodes(), PACE);
    }

    private static String[] words(String text) {
        return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    private static Copy copy(int shard, String name, int rank) {
        CopyState state =
                name.endsWith("!") ? CopyState.STALE : name.endsWith("-") ? CopyState.LEAVING : CopyState.IN_SYNC;
        String id = state == CopyState.IN_SYNC ? name : name.substring(0, name.length() - 1);
        return new Copy(shard, new NodeId(id), new GroupId(0), rank, state, Clusters.NOW, "");
    }

    private static long[] fill(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }

    private static Map<NodeId, Present.Observed> allUp(Topology topology) {
        return topology.nodes().stream()
                .collect(Collectors.toMap(Node::id, node -> new Present.Observed(Health.UP, 0, false)));
    }

    /** With another health of a node. */
    static Present seen(Present present, String node, Health health) {
        Map<NodeId, Present.Observed> nodes = new HashMap<>(present.nodes());
        nodes.put(new NodeId(node), new Present.Observed(health, 0, false));
        return new Present(present.topology(), present.indexes(), nodes, present.pace());
    }

    /** With another wish for a node. */
    static Present wanted(Present present, String node, Lifecycle wanted) {
        return new Present(
                present.topology().withWanted(new NodeId(node), wanted),
                present.indexes(),
                present.nodes(),
                present.pace());
    }

    /** A node to add. */
    static TopologyWish.NewNode node(String id, int group) {
        return new TopologyWish.NewNode(new NodeId(id), URI.create("http://" + id + ":7700"), new GroupId(group), null);
    }

    /** The same after the plan was carried out: all nodes answer, and those of {@code removed} are gone. */
    static Present after(Present present, Plan plan, Set<NodeId> removed) {
        Topology topology = plan.target();
        for (NodeId id : removed) {
            if (topology.node(id).orElseThrow().wanted() == Lifecycle.DRAINING) {
                topology = topology.withWanted(id, Lifecycle.REMOVED);
            }
        }
        Integer factor = plan.wish().replicationFactor();
        List<Present.Index> indexes = present.indexes().stream()
                .map(index -> after(index, plan, factor == null ? index.shape().replicationFactor() : factor))
                .toList();
        return new Present(topology, indexes, allUp(topology), present.pace());
    }

    private static Present.Index after(Present.Index index, Plan plan, int factor) {
        IndexId id = index.routes().index();
        List<Copy> copies = new ArrayList<>(index.routes().copies());
        Set<String> gone = new HashSet<>();
        plan.moves().stream()
                .filter(move -> move.indexId().equals(id) && move.from() != null)
                .forEach(move -> gone.add(move.shard() + " " + move.from()));
        plan.drops().stream()
                .filter(drop -> drop.indexId().equals(id))
                .forEach(drop -> gone.add(drop.shard() + " " + drop.node()));
        copies.removeIf(copy -> copy.state() == CopyState.LEAVING || gone.contains(copy.shard() + " " + copy.node()));
        plan.moves().stream()
                .filter(move -> move.indexId().equals(id))
                .forEach(move -> copies.add(new Copy(
                        move.shard(), move.to(), move.group(), move.rank(), CopyState.IN_SYNC, Clusters.NOW, "")));
        IndexShape shape =
                new IndexShape(index.shape().shards(), factor, index.shape().strategy());
        RoutingTable routes =
                new RoutingTable(id, shape.shards(), index.routes().epoch() + 1, copies);
        return new Present.Index(index.uid(), shape, routes, index.documents(), index.bytes());
    }

    /** Copies by node. */
    static Map<NodeId, Integer> load(Present.Index index) {
        Map<NodeId, Integer> load = new HashMap<>();
        index.routes().copies().forEach(copy -> load.merge(copy.node(), 1, Integer::sum));
        return load;
    }

    /** The ids of active nodes of a group. */
    static List<NodeId> active(Present present, int group) {
        return present.topology().nodes().stream()
                .filter(n -> n.wanted() == Lifecycle.ACTIVE && n.group().number() == group)
                .map(Node::id)
                .toList();
    }

    /** What a plan moves and drops, in short: "0 a>c r1", "1 >c r0", "2 b x". */
    static List<String> lines(Plan plan) {
        return Stream.concat(
                        plan.moves().stream()
                                .map(m -> m.shard() + " " + (m.from() == null ? "" : m.from()) + ">" + m.to() + " r"
                                        + m.rank()),
                        plan.drops().stream().map(d -> d.shard() + " " + d.node() + " x"))
                .sorted()
                .toList();
    }

    /** The names of the refusals of a plan. */
    static List<String> refused(Plan plan) {
        return plan.refusals().stream().map(Plan.Refusal::name).distinct().toList();
    }

    static IntStream shards(Present.Index index) {
        return IntStream.range(0, index.shape().shards());
    }
}
