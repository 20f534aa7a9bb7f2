package miroir.core.plan;

import static miroir.core.plan.Worlds.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import miroir.core.Clusters;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

/** What becomes of copies when nodes are lost for good. */
class LossTest {
    private static final Present FOUR = Worlds.table("a b c d", 2, "a b|b c|c d|d a");

    @Test
    void what_if_shows_what_would_be_rebuilt_where_and_cannot_be_applied() {
        Plan plan = Wish.to().fail("d").on(FOUR);
        assertThat(lines(plan)).containsExactly("2 d>a r1", "3 d>b r0");
        assertThat(plan.moves()).extracting(Plan.Move::reason).containsOnly("d is lost");
        assertThat(plan.applicable()).isFalse();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.target()).isSameAs(FOUR.topology());
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(2, 1, 2));
        assertThat(plan.breaches())
                .extracting(Plan.Breach::moment, Plan.Breach::name)
                .contains(tuple(Plan.Moment.DURING, "below_rf"));
    }

    @Test
    void shards_that_have_no_other_copy_are_named() {
        Plan plan = Wish.to().fail("a", "b").on(FOUR);
        assertThat(plan.breaches())
                .contains(new Plan.Breach(
                        Plan.Moment.AFTER, "data_lost", "i1", "Shard 0 of i1 has no copy in sync left."));
        assertThat(lines(plan)).containsExactly("1 b>d r0", "3 a>c r1");
        assertThat(plan.survivors().after()).isZero();
    }

    @Test
    void a_lost_group_is_not_rebuilt_and_the_other_one_keeps_the_data() {
        Present two = Worlds.world(Clusters.topology(2, 3, 2), PlacementStrategy.BALANCED, 8);
        Plan plan = Wish.to().failGroup(0).on(two);
        assertThat(lines(plan)).isEmpty();
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(4, 2, 2));
        assertThat(plan.breaches())
                .filteredOn(b -> b.moment() == Plan.Moment.AFTER)
                .extracting(Plan.Breach::name)
                .containsExactly("below_rf");
    }

    @Test
    void lost_copies_are_replaced_on_the_same_topology_and_nothing_else_moves() {
        Present down = Worlds.seen(FOUR, "d", Health.DOWN);
        Plan plan = Planner.replaceLost(down, List.of(new NodeId("d")));
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.target()).isSameAs(FOUR.topology());
        assertThat(lines(plan)).containsExactly("2 d>a r1", "3 d>b r0");
        assertThat(plan.survivors()).isEqualTo(new Plan.Survivors(1, 1, 2));
        assertThat(Planner.replaceLost(down, List.of()).moves()).isEmpty();
    }

    @Test
    void copies_that_drain_and_missing_ones_are_left_to_their_own_plans() {
        Present draining = Worlds.wanted(Worlds.table("a b c d", 2, "a b|b|c d|d a|d b"), "c", Lifecycle.DRAINING);
        Plan plan = Planner.replaceLost(draining, List.of(new NodeId("d")));
        assertThat(lines(plan)).hasSize(3).allMatch(line -> line.contains("d>"));
        assertThat(plan.drops()).isEmpty();
    }

    @Test
    void missing_copies_are_built_and_nothing_else_moves() {
        Present lacking = Worlds.table("a b c d", 2, "a b|b|c d|d a|d b");
        Plan plan = Planner.buildMissing(lacking);
        assertThat(plan.applicable()).isTrue();
        assertThat(lines(plan)).hasSize(1).allMatch(line -> line.startsWith("1 ") && line.endsWith("r1"));
        assertThat(plan.drops()).isEmpty();
        assertThat(Planner.buildMissing(FOUR).moves()).isEmpty();
    }

    @Test
    void what_cannot_be_rebuilt_stays_where_it_is() {
        Present two = Worlds.table("a b", 2, "a b|b a");
        Plan plan = Planner.replaceLost(two, List.of(new NodeId("b")));
        assertThat(lines(plan)).isEmpty();
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.breaches())
                .anyMatch(b -> b.moment() == Plan.Moment.AFTER && b.name().equals("below_rf"));
        assertThat(Planner.replaceLost(two, List.of(new NodeId("a"), new NodeId("b")))
                        .breaches())
                .anyMatch(b -> b.name().equals("data_lost"));
    }
}
