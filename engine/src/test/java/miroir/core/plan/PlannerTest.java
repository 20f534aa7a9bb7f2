package miroir.core.plan;

import static miroir.core.plan.Worlds.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.Clusters;
import miroir.core.placement.CopyState;
import miroir.core.placement.Placement;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.junit.jupiter.api.Test;

/** What is moved where, for each kind of wish. */
class PlannerTest {
    private static final Present THREE = Worlds.table("a b c", 2, "a b|b c|c a|b a|c b|a c");

    @Test
    void an_empty_wish_on_an_even_cluster_plans_nothing_and_keeps_the_topology() {
        Plan plan = Planner.plan(THREE, TopologyWish.NOTHING);
        assertThat(lines(plan)).isEmpty();
        assertThat(plan.target()).isSameAs(THREE.topology());
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.totals()).isEqualTo(new Plan.Totals(0, 0, 0, 0, 1));
        assertThat(plan.eta()).isEqualTo(new Plan.Eta(0, 0, "a guess"));
        assertThat(plan.breaches()).isEmpty();
    }

    @Test
    void a_node_that_joins_gets_its_share_from_the_fullest_nodes_and_is_active_at_once() {
        Plan plan = Wish.to().add("d").on(THREE);
        assertThat(plan.moves()).hasSize(3).allSatisfy(move -> {
            assertThat(move.to()).isEqualTo(new NodeId("d"));
            assertThat(move.reason()).isEqualTo("d takes its share");
        });
        assertThat(plan.moves()).extracting(Plan.Move::from).doesNotHaveDuplicates();
        assertThat(plan.moves()).extracting(Plan.Move::rank).contains(0, 1);
        assertThat(plan.target().version()).isEqualTo(2);
        assertThat(plan.target().node(new NodeId("d")).orElseThrow().wanted()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(plan.totals()).isEqualTo(new Plan.Totals(3, 300, 3 << 20, 3, 1));
    }

    @Test
    void a_drained_node_gives_all_its_copies_with_their_ranks_and_nothing_else_moves() {
        Present four = Worlds.table("a b c d", 2, "a b|b c|c d|d a");
        Plan plan = Wish.to().drain("d").on(four);
        assertThat(lines(plan)).containsExactly("2 d>a r1", "3 d>b r0");
        assertThat(plan.target().node(new NodeId("d")).orElseThrow().wanted()).isEqualTo(Lifecycle.DRAINING);
        assertThat(plan.moves()).extracting(Plan.Move::reason).containsOnly("d gives its copies away");
    }

    @Test
    void a_removed_node_is_drained_first_and_removed_at_once_when_it_holds_nothing() {
        Present four = Worlds.table("a b c d", 2, "a b|b c|c a");
        Plan empty = Wish.to().remove("d").on(four);
        assertThat(lines(empty)).isEmpty();
        assertThat(empty.target().node(new NodeId("d")).orElseThrow().wanted()).isEqualTo(Lifecycle.REMOVED);
        Plan holding = Wish.to().remove("a").on(four);
        assertThat(lines(holding)).hasSize(2);
        assertThat(holding.target().node(new NodeId("a")).orElseThrow().wanted())
                .isEqualTo(Lifecycle.DRAINING);
    }

    @Test
    void a_node_whose_copies_still_leave_is_not_removed_at_once() {
        Present four = Worlds.table("a b c d", 2, "a b d-|b c|c a");
        Plan plan = Wish.to().remove("d").on(four);
        assertThat(lines(plan)).isEmpty();
        assertThat(plan.target().node(new NodeId("d")).orElseThrow().wanted()).isEqualTo(Lifecycle.DRAINING);
    }

    @Test
    void a_successor_takes_over_exactly_what_the_replaced_node_has() {
        Plan plan = Wish.to().replace("b", "z").on(THREE);
        assertThat(lines(plan)).containsExactly("0 b>z r1", "1 b>z r0", "3 b>z r0", "4 b>z r1");
        assertThat(plan.moves()).extracting(Plan.Move::reason).containsOnly("z takes the place of b");
        assertThat(plan.target().node(new NodeId("z")).orElseThrow().group()).isEqualTo(new GroupId(0));
        assertThat(plan.target().node(new NodeId("b")).orElseThrow().wanted()).isEqualTo(Lifecycle.DRAINING);
    }

    @Test
    void a_new_group_gets_a_full_set_that_is_built_from_the_others() {
        Plan plan = Wish.to().addGroup(1, "x", "y", "z").on(THREE);
        assertThat(plan.moves()).hasSize(12).allSatisfy(move -> {
            assertThat(move.from()).isNull();
            assertThat(move.group()).isEqualTo(new GroupId(1));
            assertThat(move.reason()).isEqualTo("group 1 gets its copies");
        });
        assertThat(plan.totals().minimumCopies()).isEqualTo(12);
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(2, 2, 4));
        assertThat(plan.moves().stream()
                        .collect(Collectors.groupingBy(m -> m.shard() + " " + m.rank(), Collectors.counting()))
                        .values())
                .containsOnly(1L);
    }

    @Test
    void a_removed_group_drops_its_copies_and_moves_nothing() {
        Present two = Worlds.world(Clusters.topology(2, 3, 2), PlacementStrategy.BALANCED, 8);
        Plan plan = Wish.to().removeGroup(1).on(two);
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.drops()).hasSize(16).allSatisfy(drop -> {
            assertThat(drop.node().value()).startsWith("node-g1");
            assertThat(drop.reason()).isEqualTo("group 1 gives its copies up");
        });
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(4, 2, 2));
        assertThat(Worlds.active(Worlds.after(two, plan, Set.of()), 1)).isEmpty();
    }

    @Test
    void more_copies_take_the_free_rank_on_the_nodes_that_lack_the_shard() {
        Plan plan = Wish.to().rf(3).on(THREE);
        assertThat(lines(plan)).containsExactly("0 >c r2", "1 >a r2", "2 >b r2", "3 >c r2", "4 >a r2", "5 >b r2");
        assertThat(plan.target().replicationFactor()).isEqualTo(3);
        assertThat(plan.moves()).extracting(Plan.Move::reason).containsOnly("the shard gets another copy");
    }

    @Test
    void fewer_copies_drop_the_highest_ranks() {
        Plan plan = Wish.to().rf(1).on(THREE);
        assertThat(lines(plan)).containsExactly("0 b x", "1 c x", "2 a x", "3 a x", "4 b x", "5 c x");
        assertThat(plan.drops()).extracting(Plan.Drop::rank).containsOnly(1);
        assertThat(plan.target().replicationFactor()).isEqualTo(1);
    }

    @Test
    void fewer_copies_keep_the_one_in_sync_when_rank_0_is_stale_or_does_not_answer() {
        Plan stale = Wish.to().rf(1).on(Worlds.table("a b c", 2, "a! b|b c|c a"));
        assertThat(lines(stale)).containsExactly("0 a x", "1 c x", "2 a x");
        assertThat(stale.drops().get(0).state()).isEqualTo(CopyState.STALE);
        Present down = Worlds.seen(Worlds.table("a b c", 2, "a b|b c|c a"), "a", Health.DOWN);
        assertThat(lines(Wish.to().rf(1).on(down))).containsExactly("0 a x", "1 c x", "2 a x");
    }

    @Test
    void a_node_takes_no_copy_of_a_shard_while_it_holds_one_that_goes() {
        Present lopsided = Worlds.table("a b", 2, "a b|a b|a b|a b|a b|a b|a b|a b");
        Plan plan = Wish.to().rf(1).on(lopsided);
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.breaches()).extracting(Plan.Breach::name).containsExactly("uneven");
        Plan next = Planner.plan(Worlds.after(lopsided, plan, Set.of()), TopologyWish.NOTHING);
        assertThat(next.moves()).hasSize(4);
        assertThat(next.balance().after()).isEqualTo(new Plan.Spread(4, 4, 4, 1));
    }

    @Test
    void a_rank_above_the_replication_factor_is_not_passed_on() {
        Present one = Worlds.after(
                Worlds.table("a b c", 2, "a! b|b c|c a"),
                Wish.to().rf(1).on(Worlds.table("a b c", 2, "a! b|b c|c a")),
                Set.of());
        assertThat(lines(Wish.to().drain("b").on(one))).contains("0 b>a r0");
        assertThat(lines(Wish.to().replace("b", "x").on(one))).containsExactly("0 b>x r0", "1 b>x r0");
    }

    @Test
    void a_stale_copy_is_left_where_it_is_and_replaced_when_its_node_goes() {
        Present stale = Worlds.table("a b c d", 2, "a b!|b c|c d|d a");
        assertThat(lines(Planner.plan(stale, TopologyWish.NOTHING))).isEmpty();
        Plan plan = Wish.to().drain("b").on(stale);
        assertThat(lines(plan)).hasSize(2).anyMatch(line -> line.startsWith("0 b>"));
        assertThat(plan.moves().get(0).shard())
                .as("raises a shard with one live copy")
                .isEqualTo(0);
    }

    @Test
    void a_copy_that_leaves_already_counts_for_nothing_but_its_node_may_be_picked() {
        Present leaving = Worlds.table("a b c", 2, "a b c-|b a c-|a b");
        assertThat(lines(Wish.to().rf(3).on(leaving))).containsExactly("0 >c r2", "1 >c r2", "2 >c r2");
    }

    @Test
    void new_copies_go_to_nodes_that_answer() {
        Present down = Worlds.seen(Worlds.table("a b c d", 1, "a|a|b|b|c|c|d|d"), "d", Health.DOWN);
        assertThat(Wish.to().drain("a").on(down).moves())
                .extracting(move -> move.to().value())
                .containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void a_drain_goes_to_the_node_that_joins_in_the_same_wish() {
        Present world = Worlds.world(Clusters.nodes("a", "b", "c", "d"), 2, 64);
        Plan plan = Wish.to().drain("a").add("z").on(world);
        assertThat(plan.totals().ratio()).isLessThan(1.1);
        Map<NodeId, Integer> load =
                Worlds.load(Worlds.after(world, plan, Set.of()).indexes().get(0));
        assertThat(load.values()).allMatch(n -> n >= 30 && n <= 35);
    }

    @Test
    void indexes_of_a_single_shard_are_spread_over_new_nodes_too() {
        int[] shards = IntStream.range(0, 40).map(i -> 1).toArray();
        Present world = Worlds.world(Clusters.nodes("a"), 1, shards);
        Plan plan = Wish.to().add("b", "c", "d").on(world);
        assertThat(plan.balance().after().fewest()).isGreaterThanOrEqualTo(9);
        assertThat(plan.balance().after().most()).isLessThanOrEqualTo(12);
        assertThat(plan.totals().ratio()).isEqualTo(1);
    }

    @Test
    void an_index_of_the_plain_strategy_follows_plain_rendezvous() {
        Present plain = Worlds.world(Clusters.topology(1, 4, 2), PlacementStrategy.RENDEZVOUS, 64);
        for (Wish wish : List.of(
                Wish.to().add("new"), Wish.to().drain("node-g0-1"), Wish.to().rf(3))) {
            Present after = Worlds.after(plain, wish.on(plain), Set.of());
            Topology topology = after.topology();
            List<List<NodeId>> pure = Placement.owners(
                    PlacementStrategy.RENDEZVOUS, 64, topology.replicationFactor(), Worlds.active(after, 0));
            Map<Integer, Set<NodeId>> owners = after.indexes().get(0).routes().copies().stream()
                    .collect(Collectors.groupingBy(
                            c -> c.shard(), Collectors.mapping(c -> c.node(), Collectors.toSet())));
            IntStream.range(0, 64).forEach(s -> assertThat(owners.get(s)).isEqualTo(Set.copyOf(pure.get(s))));
        }
        Plan replaced = Wish.to().replace("node-g0-1", "new").on(plain);
        assertThat(replaced.moves()).allMatch(m -> new NodeId("node-g0-1").equals(m.from()));
        assertThat(replaced.moves())
                .hasSize(Worlds.load(plain.indexes().get(0)).getOrDefault(new NodeId("node-g0-1"), 0));
    }

    @Test
    void the_same_arguments_give_the_same_plan() {
        Present world = Worlds.world(Clusters.topology(2, 5, 2), PlacementStrategy.BALANCED, 64, 7, 1);
        TopologyWish wish = Wish.to()
                .add("n")
                .drain("node-g0-1")
                .addGroup(5, "p", "q")
                .rf(2)
                .wish();
        List<Present.Index> turned = new ArrayList<>(world.indexes());
        Collections.reverse(turned);
        Present other = new Present(world.topology(), turned, Map.copyOf(world.nodes()), world.pace());
        assertThat(Planner.plan(other, wish)).isEqualTo(Planner.plan(world, wish));
    }
}
