package miroir.core.placement;

import java.util.Arrays;
import java.util.List;
import miroir.core.topology.NodeId;

/**
 * Scores of many shards on the same nodes, by ordinals: node n is the n-th of the list, which is sorted by id, so a lower
 * ordinal wins a tie. Not for use by several threads, as its scorers are not.
 */
final class ScoreTable {
    private final NodeScorer[] nodes;

    ScoreTable(List<NodeId> sortedNodes) {
        nodes = sortedNodes.stream().map(Rendezvous::key).map(NodeScorer::new).toArray(NodeScorer[]::new);
    }

    int nodes() {
        return nodes.length;
    }

    long score(int shard, int node) {
        return nodes[node].score(shard);
    }

    /** The {@code count} most liked nodes of a shard, best first; one pass, cheap while count is much less than nodes. */
    int[] best(int shard, int count) {
        int[] best = new int[Math.min(count, nodes.length)];
        long[] scores = new long[best.length];
        int filled = 0;
        for (int node = 0; node < nodes.length; node++) {
            // flipping the sign bit makes the signed comparison an unsigned one
            long score = score(shard, node) ^ Long.MIN_VALUE;
            if (filled == best.length && score <= scores[filled - 1]) {
                continue;
            }
            int at = filled < best.length ? filled++ : filled - 1;
            for (; at > 0 && scores[at - 1] < score; at--) {
                scores[at] = scores[at - 1];
                best[at] = best[at - 1];
            }
            scores[at] = score;
            best[at] = node;
        }
        return best;
    }

    /** Sorts node ordinals by how much the shard likes them, best first. */
    int[] sorted(int shard, int[] ordinals) {
        return Arrays.stream(ordinals)
                .boxed()
                .sorted((a, b) -> {
                    int byScore = Long.compareUnsigned(score(shard, b), score(shard, a));
                    return byScore != 0 ? byScore : Integer.compare(a, b);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
