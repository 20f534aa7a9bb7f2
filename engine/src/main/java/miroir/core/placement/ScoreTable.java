package miroir.core.placement;

import java.util.Arrays;
import java.util.List;
import miroir.core.topology.NodeId;

/**
 * Scores of many shards on the same nodes, by ordinals: node n is the n-th of the list, which is sorted by id, so a lower
 * ordinal wins a tie. Not for use by several threads, as its keys are scratch.
 */
final class ScoreTable {
    private final byte[][] keys;

    ScoreTable(List<NodeId> sortedNodes) {
        keys = sortedNodes.stream().map(Rendezvous::key).toArray(byte[][]::new);
    }

    int nodes() {
        return keys.length;
    }

    long score(int shard, int node) {
        return Rendezvous.score(shard, keys[node]);
    }

    /** The {@code count} most liked nodes of a shard, best first; one pass, cheap while count is much less than nodes. */
    int[] best(int shard, int count) {
        int[] nodes = new int[Math.min(count, keys.length)];
        long[] scores = new long[nodes.length];
        int filled = 0;
        for (int node = 0; node < keys.length; node++) {
            // flipping the sign bit makes the signed comparison an unsigned one
            long score = score(shard, node) ^ Long.MIN_VALUE;
            if (filled == nodes.length && score <= scores[filled - 1]) {
                continue;
            }
            int at = filled < nodes.length ? filled++ : filled - 1;
            for (; at > 0 && scores[at - 1] < score; at--) {
                scores[at] = scores[at - 1];
                nodes[at] = nodes[at - 1];
            }
            scores[at] = score;
            nodes[at] = node;
        }
        return nodes;
    }

    /** Sorts node ordinals by how much the shard likes them, best first. */
    int[] sorted(int shard, int[] nodes) {
        return Arrays.stream(nodes)
                .boxed()
                .sorted((a, b) -> {
                    int byScore = Long.compareUnsigned(score(shard, b), score(shard, a));
                    return byScore != 0 ? byScore : Integer.compare(a, b);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
