package miroir.core;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.placement.IndexShape;
import miroir.core.placement.Placement;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** Clusters and tables for tests. */
public final class Clusters {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    public static final IndexId INDEX = new IndexId(1);

    private Clusters() {}

    /** Node ids by name. */
    public static List<NodeId> nodes(String... names) {
        return Stream.of(names).map(NodeId::new).toList();
    }

    /** Distinct random node ids. */
    public static List<NodeId> nodes(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NodeId("n" + i + "-" + Integer.toHexString(random.nextInt())))
                .toList();
    }

    /** An active node. */
    public static Node node(String id, int group) {
        return new Node(new NodeId(id), new GroupId(group), URI.create("http://" + id + ":7700"), Lifecycle.ACTIVE);
    }

    /** Groups 0… of active nodes named node-g0-0…. */
    public static Topology topology(int groups, int nodesPerGroup, int rf) {
        List<Group> list = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int group = g;
            list.add(new Group(
                    new GroupId(g),
                    IntStream.range(0, nodesPerGroup)
                            .mapToObj(i -> node("node-g" + group + "-" + i, group))
                            .toList()));
        }
        return new Topology(1, rf, list);
    }

    /** The balanced table of a new index on that topology. */
    public static RoutingTable table(Topology topology, int shards) {
        IndexShape shape = new IndexShape(shards, topology.replicationFactor(), PlacementStrategy.BALANCED);
        return new RoutingTable(INDEX, shards, 1, Placement.place(topology, shape, NOW));
    }
}
