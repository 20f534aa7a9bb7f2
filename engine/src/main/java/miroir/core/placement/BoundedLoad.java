package miroir.core.placement;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Rendezvous hashing with a bounded load. All (shard, node) pairs are offered by descending score; a pair becomes a copy
 * while its node is below the cap. A shard that finds every other node full is repaired by the cheapest swap: one copy of
 * another shard moves from a full node to one with room, and this shard takes its place.
 *
 * <p>The pairs are never all sorted: each shard offers its best remaining node, and a heap over the shards gives the next
 * pair. Full nodes never get room again, so they are skipped when a shard looks for its next offer.
 */
final class BoundedLoad {
    private static final int FIRST_LOOK = 16;
    private static final int NONE = -1;

    private final ScoreTable scores;
    private final int copies;
    private final int cap;
    private final int[] load;
    private final int[][] owners;
    private final int[] owned;
    private final int[][] candidates;
    private final int[] cursor;

    private BoundedLoad(ScoreTable scores, int shards, int copies) {
        this.scores = scores;
        this.copies = copies;
        cap = cap(shards, copies, scores.nodes());
        load = new int[scores.nodes()];
        owners = new int[shards][copies];
        owned = new int[shards];
        candidates = new int[shards][0];
        cursor = new int[shards];
    }

    /** The most copies a node gets: ceil(1.05 × shards × copies / nodes). */
    static int cap(int shards, int copies, int nodes) {
        long hundredths = 105L * shards * copies;
        return (int) ((hundredths + 100L * nodes - 1) / (100L * nodes));
    }

    /** Per shard the ordinals of its owners, {@code copies} of them, best first. Needs copies ≤ nodes. */
    static int[][] place(ScoreTable scores, int shards, int copies) {
        BoundedLoad placement = new BoundedLoad(scores, shards, copies);
        placement.offerAll();
        placement.repairAll();
        for (int shard = 0; shard < shards; shard++) {
            placement.owners[shard] = scores.sorted(shard, placement.owners[shard]);
        }
        return placement.owners;
    }

    private void offerAll() {
        PriorityQueue<Offer> offers = new PriorityQueue<>(owners.length);
        for (int shard = 0; shard < owners.length; shard++) {
            offerNext(shard, offers);
        }
        for (Offer offer = offers.poll(); offer != null; offer = offers.poll()) {
            if (load[offer.node] < cap) {
                give(offer.shard, offer.node);
            }
            if (owned[offer.shard] < copies) {
                offerNext(offer.shard, offers);
            }
        }
    }

    private void offerNext(int shard, PriorityQueue<Offer> offers) {
        for (int node = next(shard); node != NONE; node = next(shard)) {
            if (load[node] < cap) {
                offers.add(new Offer(scores.score(shard, node), node, shard));
                return;
            }
        }
    }

    private int next(int shard) {
        int at = cursor[shard]++;
        if (at >= scores.nodes()) {
            return NONE;
        }
        if (at >= candidates[shard].length) {
            candidates[shard] = scores.best(shard, Math.max(FIRST_LOOK, 4 * at));
        }
        return candidates[shard][at];
    }

    private void give(int shard, int node) {
        owners[shard][owned[shard]++] = node;
        load[node]++;
    }

    private boolean owns(int node, int shard) {
        return slot(node, shard) != NONE;
    }

    private int slot(int node, int shard) {
        for (int i = 0; i < owned[shard]; i++) {
            if (owners[shard][i] == node) {
                return i;
            }
        }
        return NONE;
    }

    private void repairAll() {
        int[] left = IntStream.range(0, owners.length)
                .filter(shard -> owned[shard] < copies)
                .toArray();
        if (left.length == 0) {
            return;
        }
        long[][] weights = weights();
        for (int shard : left) {
            while (owned[shard] < copies) {
                Swap swap = cheapestSwap(shard, weights);
                owners[swap.shard][slot(swap.from, swap.shard)] = swap.to;
                load[swap.from]--;
                load[swap.to]++;
                give(shard, swap.from);
            }
        }
    }

    /** Scores with two bits dropped, so that a sum of three stays within a long. */
    private long[][] weights() {
        long[][] weights = new long[owners.length][scores.nodes()];
        for (int shard = 0; shard < weights.length; shard++) {
            int row = shard;
            Arrays.setAll(weights[row], node -> scores.score(row, node) >>> 2);
        }
        return weights;
    }

    /**
     * The swap that loses the least score. One always exists: some node has room, it owns this shard already (else it would
     * have been given it), and a full node has more copies than it, so at least one that it lacks.
     */
    private Swap cheapestSwap(int needy, long[][] weights) {
        int[] roomy =
                IntStream.range(0, load.length).filter(node -> load[node] < cap).toArray();
        Swap best = new Swap(Long.MAX_VALUE, NONE, NONE, NONE);
        for (int shard = 0; shard < owners.length; shard++) {
            for (int i = 0; i < owned[shard]; i++) {
                int from = owners[shard][i];
                if (load[from] < cap || owns(from, needy)) {
                    continue;
                }
                for (int to : roomy) {
                    long cost = weights[shard][from] - weights[shard][to] - weights[needy][from];
                    if (cost < best.cost && !owns(to, shard)) {
                        best = new Swap(cost, shard, from, to);
                    }
                }
            }
        }
        return best;
    }

    /** The copy of a shard moves from a full node to one with room. */
    private record Swap(long cost, int shard, int from, int to) {}

    /** A pair that may become a copy; natural order: score descending, node, shard. */
    private record Offer(long score, int node, int shard) implements Comparable<Offer> {
        @Override
        public int compareTo(Offer other) {
            int byScore = Long.compareUnsigned(other.score, score);
            if (byScore != 0) {
                return byScore;
            }
            int byNode = Integer.compare(node, other.node);
            return byNode != 0 ? byNode : Integer.compare(shard, other.shard);
        }
    }
}
