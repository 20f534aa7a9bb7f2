package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for any names and numbers. */
class PlacementPropertiesTest {

    @Test
    void every_shard_has_distinct_owners_and_no_balanced_node_exceeds_the_cap() {
        Seeds.each(200, random -> {
            int rf = 1 + random.nextInt(3);
            int shards = 1 + random.nextInt(300);
            List<NodeId> nodes = Clusters.nodes(1 + random.nextInt(12), random);
            int copies = Math.min(rf, nodes.size());
            for (PlacementStrategy strategy : PlacementStrategy.values()) {
                List<List<NodeId>> owners = Placement.owners(strategy, shards, rf, nodes);
                assertThat(owners)
                        .hasSize(shards)
                        .allSatisfy(o -> assertThat(o)
                                .hasSize(copies)
                                .doesNotHaveDuplicates()
                                .isSubsetOf(nodes));
            }
            long cap = (long) Math.ceil(105.0 * shards * copies / (100.0 * nodes.size()));
            assertThat(PlacementTest.load(Placement.owners(PlacementStrategy.BALANCED, shards, rf, nodes))
                            .values())
                    .allSatisfy(load -> assertThat(load).isLessThanOrEqualTo(cap));
        });
    }

    @Test
    void the_fullest_balanced_node_has_at_most_1_08_times_the_mean() {
        int[][] cases = {{3, 64, 1}, {3, 64, 2}, {4, 64, 2}, {5, 64, 2}, {6, 64, 2}, {12, 1024, 3}};
        for (int[] c : cases) {
            Seeds.each(random -> {
                List<NodeId> nodes = Clusters.nodes(c[0], random);
                double mean = (double) c[1] * c[2] / c[0];
                assertThat(PlacementTest.load(Placement.owners(PlacementStrategy.BALANCED, c[1], c[2], nodes))
                                .values())
                        .allSatisfy(load -> assertThat(load / mean).isLessThanOrEqualTo(1.08));
            });
        }
    }

    @Test
    void plain_rendezvous_moves_only_to_the_node_that_joins() {
        Seeds.each(random -> {
            List<NodeId> after = Clusters.nodes(3 + random.nextInt(8), random);
            NodeId joined = after.get(random.nextInt(after.size()));
            List<NodeId> before = new ArrayList<>(after);
            before.remove(joined);
            int rf = 1 + random.nextInt(2);
            List<List<NodeId>> with = Placement.owners(PlacementStrategy.RENDEZVOUS, 64, rf, after);
            List<List<NodeId>> without = Placement.owners(PlacementStrategy.RENDEZVOUS, 64, rf, before);
            for (int shard = 0; shard < 64; shard++) {
                // read backwards it is the law of removal: only what the node had is moved
                Set<NodeId> added = new HashSet<>(with.get(shard));
                added.removeAll(without.get(shard));
                assertThat(added).isSubsetOf(Set.of(joined));
            }
        });
    }

    /**
     * Copies moved over the fair share of the node that joins, as measured over 3000 sets of names. The aim of 1.12 is
     * missed at ten nodes with 64 or 256 shards.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 64, 1, 1.101",
        "3, 64, 2, 1.033",
        "4, 64, 2, 1.074",
        "5, 64, 2, 1.089",
        "6, 64, 2, 1.114",
        "10, 64, 2, 1.221",
        "10, 256, 2, 1.139",
        "12, 1024, 3, 1.031"
    })
    void a_balanced_join_moves_no_more_than_was_measured(int nodes, int shards, int rf, double measured) {
        assertThat(meanMoved(nodes, shards, rf)).isBetween(measured - 0.03, measured + 0.03);
    }

    private static double meanMoved(int nodes, int shards, int rf) {
        double minimum = (double) shards * rf / (nodes + 1);
        double sum = 0;
        int runs = 200;
        for (int seed = 0; seed < runs; seed++) {
            List<NodeId> after = Clusters.nodes(nodes + 1, new Random(seed));
            sum += PlacementTest.differing(
                            Placement.owners(PlacementStrategy.BALANCED, shards, rf, after.subList(0, nodes)),
                            Placement.owners(PlacementStrategy.BALANCED, shards, rf, after))
                    / 2.0
                    / minimum;
        }
        return sum / runs;
    }

    @Test
    void balanced_owners_are_what_sorting_all_pairs_gives_when_no_repair_is_needed() {
        Seeds.each(100, random -> {
            int shards = 1 + random.nextInt(200);
            int rf = 1 + random.nextInt(3);
            List<NodeId> nodes = Clusters.nodes(rf + random.nextInt(40), random);
            List<Set<NodeId>> naive = naive(shards, rf, nodes);
            if (naive.stream().allMatch(owners -> owners.size() == rf)) {
                List<List<NodeId>> owners = Placement.owners(PlacementStrategy.BALANCED, shards, rf, nodes);
                assertThat(owners).extracting(Set::copyOf).isEqualTo(naive);
            }
        });
    }

    @Test
    void a_single_leftover_is_repaired_by_the_swap_that_loses_least_score() {
        AtomicInteger repairs = new AtomicInteger();
        Seeds.each(2000, random -> {
            int shards = 5 + random.nextInt(60);
            int rf = 2 + random.nextInt(2);
            List<NodeId> nodes = Clusters.nodes(rf + 1 + random.nextInt(2), random);
            List<Set<NodeId>> naive = naive(shards, rf, nodes);
            if (naive.stream().mapToInt(Set::size).sum() == shards * rf - 1) {
                repairs.incrementAndGet();
                List<Set<NodeId>> owners = new ArrayList<>();
                Placement.owners(PlacementStrategy.BALANCED, shards, rf, nodes).forEach(o -> owners.add(Set.copyOf(o)));
                BigInteger best = swaps(naive, rf, nodes).stream()
                        .map(PlacementPropertiesTest::total)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                // the planner drops two bits of each score
                assertThat(best.subtract(total(owners)).abs()).isLessThan(BigInteger.valueOf(64));
            }
        });
        assertThat(repairs).hasValueGreaterThan(5);
    }

    /** Every placement that one swap makes complete without passing the cap. */
    private static List<List<Set<NodeId>>> swaps(List<Set<NodeId>> naive, int rf, List<NodeId> nodes) {
        List<List<Set<NodeId>>> all = new ArrayList<>();
        int shards = naive.size();
        int needy = IntStream.range(0, shards)
                .filter(s -> naive.get(s).size() < rf)
                .findFirst()
                .orElseThrow();
        int cap = BoundedLoad.cap(shards, rf, nodes.size());
        for (int shard = 0; shard < shards; shard++) {
            for (NodeId from : nodes) {
                for (NodeId to : nodes) {
                    List<Set<NodeId>> next = new ArrayList<>();
                    naive.forEach(owners -> next.add(new HashSet<>(owners)));
                    boolean legal = next.get(shard).remove(from)
                            && next.get(shard).add(to)
                            && next.get(needy).add(from)
                            && nodes.stream()
                                    .allMatch(n -> next.stream()
                                                    .filter(o -> o.contains(n))
                                                    .count()
                                            <= cap);
                    if (legal) {
                        all.add(next);
                    }
                }
            }
        }
        return all;
    }

    private static BigInteger total(List<Set<NodeId>> owners) {
        BigInteger sum = BigInteger.ZERO;
        for (int shard = 0; shard < owners.size(); shard++) {
            for (NodeId node : owners.get(shard)) {
                sum = sum.add(new BigInteger(Long.toUnsignedString(Rendezvous.score(shard, node))));
            }
        }
        return sum;
    }

    private static List<Set<NodeId>> naive(int shards, int rf, List<NodeId> nodes) {
        record Pair(int shard, NodeId node, long score) {}
        List<Pair> pairs = new ArrayList<>();
        List<Set<NodeId>> owners = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            owners.add(new HashSet<>());
            for (NodeId node : nodes) {
                pairs.add(new Pair(shard, node, Rendezvous.score(shard, node) ^ Long.MIN_VALUE));
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::score).reversed());
        Map<NodeId, Integer> load = new HashMap<>();
        int cap = (int) Math.ceil(105.0 * shards * rf / (100.0 * nodes.size()));
        for (Pair pair : pairs) {
            Set<NodeId> taken = owners.get(pair.shard);
            if (taken.size() < rf && load.getOrDefault(pair.node, 0) < cap) {
                taken.add(pair.node);
                load.merge(pair.node, 1, Integer::sum);
            }
        }
        return owners;
    }

    @Test
    void a_known_balanced_placement_stays_as_it_is() {
        List<List<NodeId>> owners =
                Placement.owners(PlacementStrategy.BALANCED, 12, 2, Clusters.nodes("node-a", "node-b", "node-c"));
        assertThat(owners.stream()
                        .map(o ->
                                o.get(0).value().substring(5) + o.get(1).value().substring(5)))
                .containsExactly("ab", "ba", "bc", "ab", "ac", "bc", "ca", "ca", "bc", "ab", "cb", "ba");
    }
}
