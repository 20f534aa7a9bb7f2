package miroir.core.placement;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import miroir.core.topology.NodeId;

/** Which rank each copy of a shard gets: evenly per node at first, and for ever after that. */
public final class Ranks {
    private Ranks() {}

    /**
     * Orders the owners of each shard by rank, so that a node with n copies gets, of every rank, n/ranks of them rounded up
     * or down. All shards have the same number of owners.
     */
    public static List<List<NodeId>> assign(List<List<NodeId>> owners) {
        int ranks = owners.isEmpty() ? 0 : owners.get(0).size();
        int vertices = owners.size() * ranks;
        EdgeColouring colouring = new EdgeColouring(owners.size(), vertices, ranks);
        Map<NodeId, Integer> ordinals = new HashMap<>();
        int[] seen = new int[vertices];
        int[] open = new int[vertices];
        NodeId[] nodeOf = new NodeId[vertices];
        int next = 0;
        for (int shard = 0; shard < owners.size(); shard++) {
            for (NodeId node : owners.get(shard)) {
                int ordinal = ordinals.computeIfAbsent(node, n -> ordinals.size());
                // a node is cut into vertices of one copy per rank: colours differ inside each, hence are even over all
                if (seen[ordinal]++ % ranks == 0) {
                    nodeOf[next] = node;
                    open[ordinal] = next++;
                }
                colouring.add(shard, open[ordinal]);
            }
        }
        return IntStream.range(0, owners.size())
                .mapToObj(shard -> Arrays.stream(colouring.colours(shard))
                        .mapToObj(vertex -> nodeOf[vertex])
                        .toList())
                .toList();
    }

    /**
     * The rank of a new copy on a node: of the ranks below {@code rf} that the shard lacks, the one this node has fewest
     * copies of, the lowest of those. Empty when the shard has all ranks.
     *
     * @param staying the index's copies in that group, without those the new copy replaces
     */
    public static OptionalInt rankFor(int shard, NodeId node, int rf, Collection<Copy> staying) {
        int[] onNode = new int[rf];
        boolean[] taken = new boolean[rf];
        for (Copy copy : staying) {
            if (copy.rank() >= rf) {
                continue;
            }
            if (copy.node().equals(node)) {
                onNode[copy.rank()]++;
            }
            taken[copy.rank()] |= copy.shard() == shard;
        }
        return IntStream.range(0, rf)
                .filter(rank -> !taken[rank])
                .boxed()
                .min(Comparator.comparingInt((Integer rank) -> onNode[rank]).thenComparing(Comparator.naturalOrder()))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
