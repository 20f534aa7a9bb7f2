package miroir.core.placement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.topology.Group;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** Which nodes should own which shard: a pure function of names and numbers, the same in every process. */
public final class Placement {
    private Placement() {}

    /**
     * Per shard its owners inside one group: min(rf, nodes) distinct nodes, most liked first. The order in which the nodes
     * are given does not matter.
     */
    public static List<List<NodeId>> owners(PlacementStrategy strategy, int shards, int rf, List<NodeId> nodes) {
        List<NodeId> sorted = nodes.stream().distinct().sorted().toList();
        if (sorted.isEmpty()) {
            return Collections.nCopies(shards, List.of());
        }
        int copies = Math.min(rf, sorted.size());
        ScoreTable scores = new ScoreTable(sorted);
        int[][] ordinals = switch (strategy) {
            case BALANCED -> BoundedLoad.place(scores, shards, copies);
            case RENDEZVOUS ->
                IntStream.range(0, shards)
                        .mapToObj(shard -> scores.best(shard, copies))
                        .toArray(int[][]::new);
        };
        return Arrays.stream(ordinals)
                .map(row -> Arrays.stream(row).mapToObj(sorted::get).toList())
                .toList();
    }

    /** The copies of a new, empty index: in every group on its ACTIVE nodes, all of them in sync. */
    public static List<Copy> place(Topology topology, IndexShape shape, Instant now) {
        List<Copy> copies = new ArrayList<>();
        for (Group group : topology.groups()) {
            List<List<NodeId>> byRank =
                    Ranks.assign(owners(shape.strategy(), shape.shards(), shape.replicationFactor(), active(group)));
            for (int shard = 0; shard < byRank.size(); shard++) {
                List<NodeId> ranked = byRank.get(shard);
                for (int rank = 0; rank < ranked.size(); rank++) {
                    copies.add(new Copy(shard, ranked.get(rank), group.id(), rank, CopyState.IN_SYNC, now, ""));
                }
            }
        }
        return List.copyOf(copies);
    }

    private static List<NodeId> active(Group group) {
        return group.nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.ACTIVE)
                .map(Node::id)
                .toList();
    }
}
