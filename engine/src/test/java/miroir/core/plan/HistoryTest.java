package miroir.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

/** What holds after any number of changes, one after the other. */
class HistoryTest {
    private static final int STEPS = 40;
    /** A node has of each rank at most this times an even share of its copies, and a few. */
    private static final double RANK_RATIO = 1.5;

    private static final int RANK_EXCESS = 3;

    @Test
    void long_histories_keep_nodes_even_copies_apart_and_ranks_unique() {
        Seeds.each(random -> {
            Present present = start(random);
            for (int step = 0; step < STEPS; step++) {
                Wish wish = wish(random, present, step);
                Plan plan = wish.on(present);
                if (plan.refusals().isEmpty()) {
                    Set<NodeId> removed = new HashSet<>(wish.wish().removeNodes());
                    check(present, plan);
                    present = Worlds.after(present, plan, removed);
                    check(present);
                    // where copies were dropped a node may be above the limit: what goes bars its node until it is gone
                    if (!plan.drops().isEmpty() || random.nextInt(4) == 0) {
                        present = rest(present);
                        check(present);
                    }
                    even(present);
                }
            }
        });
    }

    /** An empty wish plans nothing when no node is poor, and at the latest when it was carried out once. */
    private static Present rest(Present present) {
        Plan empty = Planner.plan(present, TopologyWish.NOTHING);
        Plan.Spread spread = empty.balance().before();
        boolean uneven = empty.breaches().stream()
                .anyMatch(breach ->
                        breach.moment() == Plan.Moment.BEFORE && breach.name().equals("uneven"));
        if (!uneven && spread.fewest() >= 0.75 * spread.mean()) {
            assertThat(empty.moves()).as("an even cluster").isEmpty();
        }
        Present rested = Worlds.after(present, empty, Set.of());
        assertThat(Planner.plan(rested, TopologyWish.NOTHING).moves())
                .as("a second empty wish")
                .isEmpty();
        return rested;
    }

    private static Present start(Random random) {
        int rf = 1 + random.nextInt(3);
        return Worlds.world(
                Clusters.nodes(rf + 1 + random.nextInt(6), random),
                rf,
                32 + random.nextInt(200),
                1 + random.nextInt(40));
    }

    private static Wish wish(Random random, Present present, int step) {
        List<NodeId> nodes = Worlds.active(present, 0);
        String any = nodes.get(random.nextInt(nodes.size())).value();
        String fresh = "s" + step + "-" + random.nextInt(1000);
        return switch (random.nextInt(7)) {
            case 0 -> Wish.to().add(fresh);
            case 1 ->
                nodes.size() < 12
                        ? Wish.to().add(fresh, fresh + "b")
                        : Wish.to().remove(any);
            case 2 -> Wish.to().drain(any);
            case 3 -> Wish.to().remove(any);
            case 4 -> Wish.to().rf(1 + random.nextInt(3));
            case 5 -> Wish.to().replace(any, fresh);
            default -> Wish.to().remove(any).add(fresh);
        };
    }

    private static void check(Present before, Plan plan) {
        assertThat(plan.totals().copies()).isGreaterThanOrEqualTo(plan.totals().minimumCopies());
        assertThat(plan.survivors().during())
                .isEqualTo(Math.min(plan.survivors().before(), plan.survivors().after()));
        assertThat(plan.survivors().after()).isEqualTo(plan.target().replicationFactor());
        assertThat(plan.moves()).allSatisfy(move -> {
            List<Copy> copies = before.indexes()
                    .get((int) move.indexId().value() - 1)
                    .routes()
                    .copies();
            assertThat(copies)
                    .noneMatch(c -> c.shard() == move.shard() && c.node().equals(move.to()));
        });
    }

    private static void check(Present present) {
        List<NodeId> nodes = Worlds.active(present, 0);
        for (Present.Index index : present.indexes()) {
            int rf = index.shape().replicationFactor();
            Map<NodeId, int[]> ranks = new TreeMap<>();
            Set<String> seen = new HashSet<>();
            for (Copy copy : index.routes().copies()) {
                assertThat(seen.add(copy.shard() + "@" + copy.node()))
                        .as("%s", copy)
                        .isTrue();
                assertThat(seen.add(copy.shard() + "r" + copy.rank()))
                        .as("%s", copy)
                        .isTrue();
                assertThat(nodes).contains(copy.node());
                assertThat(copy.rank()).isLessThan(rf);
                ranks.computeIfAbsent(copy.node(), id -> new int[rf])[copy.rank()]++;
            }
            assertThat(index.routes().copies()).hasSize(index.shape().shards() * rf);
            ranks.values()
                    .forEach(counts -> assertThat(counts)
                            .as("copies of each rank on a node")
                            .matches(c -> Arrays.stream(c).max().orElseThrow()
                                    <= RANK_RATIO * Arrays.stream(c).sum() / rf + RANK_EXCESS));
        }
    }

    private static void even(Present present) {
        int nodes = Worlds.active(present, 0).size();
        for (Present.Index index : present.indexes()) {
            int seats = index.shape().shards() * index.shape().replicationFactor();
            int limit = (105 * seats + 100 * nodes - 1) / (100 * nodes) + 1;
            assertThat(Worlds.load(index).values()).allMatch(load -> load <= limit);
        }
    }
}
