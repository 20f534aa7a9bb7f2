package miroir.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.Ranks;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.junit.jupiter.api.Test;

/** The figures of a plan: order, time, balance, survivors, breaches, space. */
class PreviewTest {

    @Test
    void shards_with_the_fewest_live_copies_come_first() {
        Present present =
                Worlds.seen(Worlds.table("a b c d", 3, "a b c|b c d|a b!|c d|d a b|a! b! c"), "d", Health.DOWN);
        Plan plan = Wish.to().rf(3).on(present);
        assertThat(plan.moves()).extracting(Plan.Move::shard).startsWith(2, 3);
        Plan drain = Wish.to().add("x").drain("c").on(present);
        assertThat(drain.moves().get(drain.moves().size() - 1).from()).isEqualTo(new NodeId("c"));
    }

    @Test
    void moves_that_follow_each_other_share_no_node_while_there_are_others() {
        Present world = Worlds.world(Clusters.topology(1, 12, 2), PlacementStrategy.BALANCED, 96);
        Plan plan = Wish.to().rf(3).on(world);
        long shared = 0;
        for (int i = 1; i < plan.moves().size(); i++) {
            shared += plan.moves().get(i).to().equals(plan.moves().get(i - 1).to()) ? 1 : 0;
        }
        assertThat(plan.moves()).hasSize(96);
        assertThat(shared).isLessThan(6);
    }

    @Test
    void the_time_lies_between_the_busiest_node_and_one_move_after_the_other() {
        // 100 documents at 2000/s and 500 ms: 550 ms; at 1000/s: 600 ms; two moves at a time
        Present four = Worlds.table("a b c d", 1, "a|a|b|b|c|c|d|d");
        Plan one = Wish.to().replace("a", "x").on(four);
        assertThat(one.eta()).isEqualTo(new Plan.Eta(2 * 550, 2 * 600, "a guess"));
        Plan two = Wish.to().replace("a", "x").replace("b", "y").on(four);
        assertThat(two.eta()).isEqualTo(new Plan.Eta(2 * 550, 4 * 600, "a guess"));
        Plan four2 = Wish.to()
                .replace("a", "w")
                .replace("b", "x")
                .replace("c", "y")
                .replace("d", "z")
                .on(four);
        assertThat(four2.eta().low()).isEqualTo(8 * 550 / 2);
        assertThat(four2.eta().high()).isEqualTo(8 * 600);
    }

    @Test
    void balance_and_space_are_told_by_node() {
        Plan plan = Wish.to().add("d").on(Worlds.table("a b c", 1, "a|a|a|a|b|b|b|b|c|c|c|c"));
        assertThat(plan.balance().before()).isEqualTo(new Plan.Spread(4, 4, 4, 1));
        assertThat(plan.balance().after()).isEqualTo(new Plan.Spread(3, 3, 3, 1));
        assertThat(plan.balance().nodes()).hasSize(4).last().satisfies(load -> {
            assertThat(load.node()).isEqualTo(new NodeId("d"));
            assertThat(load.copiesBefore()).isZero();
            assertThat(load.copiesAfter()).isEqualTo(3);
            assertThat(load.documentsAfter()).isEqualTo(300);
            assertThat(load.bytesAfter()).isEqualTo(3 << 20);
        });
        assertThat(plan.peakExtraBytes()).isEqualTo(Map.of(new NodeId("d"), 3L << 20));
        Plan drained = Wish.to().drain("a").on(Worlds.table("a b", 1, "a|b"));
        assertThat(drained.balance().after()).isEqualTo(new Plan.Spread(2, 2, 2, 1));
    }

    @Test
    void what_does_not_hold_is_named_at_each_moment() {
        Present present = Worlds.seen(Worlds.table("a b c", 2, "a b|b c|c! a"), "a", Health.DOWN);
        List<String> names = Planner.plan(present, TopologyWish.NOTHING).breaches().stream()
                .map(b -> b.moment() + " " + b.name() + ": " + b.message())
                .toList();
        assertThat(names)
                .contains(
                        "BEFORE no_live_copy: Shard 2 of i1 has no live copy.",
                        "BEFORE below_rf: Shards 0, 2 of i1 have fewer than 2 live copies in group 0.",
                        "DURING no_live_copy: Shard 2 of i1 has no live copy.",
                        "AFTER no_live_copy: Shard 2 of i1 has no live copy.")
                .noneMatch(line -> line.contains("data_lost"));
        Plan raise = Wish.to().rf(2).on(Worlds.table("a b", 1, "a|b"));
        assertThat(raise.breaches()).isEmpty();
        assertThat(raise.survivors()).isEqualTo(new Plan.Survivors(1, 1, 2));
    }

    @Test
    void an_uneven_index_is_named_and_evened_out_by_an_empty_wish() {
        Present uneven = Worlds.table("a b c", 1, "a|a|a|a|a|a|a|b|c");
        Plan plan = Planner.plan(uneven, TopologyWish.NOTHING);
        assertThat(plan.breaches()).extracting(Plan.Breach::name).containsExactly("uneven");
        assertThat(plan.moves()).hasSizeBetween(2, 4);
        assertThat(plan.totals().ratio()).isEqualTo(1);
        assertThat(plan.balance().after().most()).isLessThanOrEqualTo(5);
        Present after = Worlds.after(uneven, plan, Set.of());
        assertThat(Planner.plan(after, TopologyWish.NOTHING).moves()).isEmpty();
    }

    @Test
    void a_cluster_without_indexes_has_a_plan() {
        Plan plan = Wish.to().add("d").remove("a").on(Worlds.world(Clusters.nodes("a", "b", "c"), 2));
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(0, 0, 0));
        assertThat(plan.balance().after()).isEqualTo(new Plan.Spread(0, 0, 0, 1));
    }

    @Test
    void the_only_missing_copy_gets_the_rank_that_ranks_would_give_it() {
        Seeds.each(random -> {
            Present world = Worlds.world(Clusters.nodes(4 + random.nextInt(5), random), 3, 20 + random.nextInt(50));
            Present.Index index = world.indexes().get(0);
            List<Copy> copies = new ArrayList<>(index.routes().copies());
            Copy missing = copies.remove(random.nextInt(copies.size()));
            Present.Index holed = new Present.Index(
                    index.uid(),
                    index.shape(),
                    new RoutingTable(Clusters.INDEX, index.shape().shards(), 2, copies),
                    index.documents(),
                    index.bytes());
            Topology other = new Topology(1, 2, world.topology().groups());
            Plan plan = Wish.to().rf(3).on(new Present(other, List.of(holed), world.nodes(), world.pace()));
            assertThat(plan.moves()).hasSize(1).allSatisfy(move -> {
                assertThat(move.shard()).isEqualTo(missing.shard());
                assertThat(move.rank())
                        .isEqualTo(Ranks.rankFor(move.shard(), move.to(), 3, copies)
                                .orElseThrow());
            });
        });
    }

    @Test
    void what_the_preview_says_is_what_the_table_then_holds() {
        Seeds.each(random -> {
            Present world =
                    Worlds.world(Clusters.topology(2, 5, 2), PlacementStrategy.BALANCED, 1 + random.nextInt(90), 7);
            Wish wish = Seeds.pick(
                    random,
                    Wish.to().add("x").drain("node-g1-" + random.nextInt(5)),
                    Wish.to().rf(1 + random.nextInt(4)),
                    Wish.to().addGroup(4, "x", "y", "z").removeGroup(random.nextInt(2)),
                    Wish.to().replace("node-g0-2", "x"));
            Plan plan = wish.on(world);
            assertThat(plan.refusals()).isEmpty();
            Plan next = Planner.plan(Worlds.after(world, plan, Set.of()), TopologyWish.NOTHING);
            assertThat(next.balance().before()).isEqualTo(plan.balance().after());
            assertThat(next.survivors().before()).isEqualTo(plan.survivors().after());
            SortedMap<NodeId, Long> peaks = plan.peakExtraBytes();
            assertThat(peaks.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(plan.totals().bytes());
            assertThat(new HashSet<>(plan.moves())).hasSameSizeAs(plan.moves());
            Map<NodeId, Integer> loads = next.balance().nodes().stream()
                    .collect(Collectors.toMap(Plan.NodeLoad::node, Plan.NodeLoad::copiesBefore));
            plan.balance()
                    .nodes()
                    .forEach(load ->
                            assertThat(loads.getOrDefault(load.node(), 0)).isEqualTo(load.copiesAfter()));
        });
    }
}
