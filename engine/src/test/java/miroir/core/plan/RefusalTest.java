package miroir.core.plan;

import static miroir.core.plan.Worlds.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import miroir.core.Clusters;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reason against a wish, by its name. */
class RefusalTest {
    private static final Present THREE = Worlds.table("a b c", 2, "a b|b c|c a");
    private static final Present TWO_GROUPS = Worlds.world(Clusters.topology(2, 2, 1), PlacementStrategy.BALANCED, 4);

    static Stream<Arguments> wishes() {
        return Stream.of(
                Arguments.of(Wish.to().drain("x"), "unknown_node", "x"),
                Arguments.of(Wish.to().remove("x"), "unknown_node", "x"),
                Arguments.of(Wish.to().replace("x", "y"), "unknown_node", "x"),
                Arguments.of(Wish.to().fail("x"), "unknown_node", "x"),
                Arguments.of(Wish.to().addTo(7, "x"), "unknown_group", "7"),
                Arguments.of(Wish.to().removeGroup(7), "unknown_group", "7"),
                Arguments.of(Wish.to().failGroup(7), "unknown_group", "7"),
                Arguments.of(Wish.to().add("a"), "duplicate_node", "a"),
                Arguments.of(Wish.to().add("x", "x"), "duplicate_node", "x"),
                Arguments.of(Wish.to().add("x").replace("a", "x"), "duplicate_node", "x"),
                Arguments.of(Wish.to().add(at("x", "http://A:7700/")), "duplicate_node", "x"),
                Arguments.of(Wish.to().add(at("x", "http://h")).add(at("y", "http://h:80/")), "duplicate_node", "y"),
                Arguments.of(Wish.to().addGroup(1, "x", "y", "x"), "duplicate_node", "x"),
                Arguments.of(Wish.to().addGroup(1, "x", "a"), "duplicate_node", "a"),
                Arguments.of(Wish.to().addGroup(1, "x", "y").add("y"), "duplicate_node", "y"),
                Arguments.of(
                        Wish.to().addGroup(1, at("x", "http://h:1"), at("y", "http://h:1/")), "duplicate_node", "y"),
                Arguments.of(
                        Wish.to().addGroup(1, at("x", "http://h:1"), at("y", "http://a:7700")), "duplicate_node", "y"),
                Arguments.of(Wish.to().replace("a", "x").replace("b", "x"), "duplicate_node", "x"),
                Arguments.of(Wish.to().replace("a", "b"), "duplicate_node", "b"),
                Arguments.of(Wish.to().replace("a", at("x", "http://b:7700")), "duplicate_node", "x"),
                Arguments.of(Wish.to().addGroup(0, "x", "y"), "duplicate_group", "0"),
                Arguments.of(Wish.to().add("x").drain("x"), "node_in_two_wishes", "x"),
                Arguments.of(Wish.to().remove("a").drain("a"), "node_in_two_wishes", "a"),
                Arguments.of(Wish.to().remove("a").replace("a", "x"), "node_in_two_wishes", "a"),
                Arguments.of(Wish.to().replace("a", "x").replace("a", "y"), "node_in_two_wishes", "a"),
                Arguments.of(Wish.to().drain("a").removeGroup(0), "node_in_two_wishes", "a"),
                Arguments.of(Wish.to().drain("a", "b", "c"), "last_node", "0"),
                Arguments.of(Wish.to().removeGroup(0), "last_node", "0"),
                Arguments.of(Wish.to().addGroup(1, new String[0]), "last_node", "1"),
                Arguments.of(Wish.to().drain("a", "b"), "rf_too_high", "0"),
                Arguments.of(Wish.to().rf(4), "rf_too_high", "0"),
                Arguments.of(Wish.to().addGroup(1, "x"), "rf_too_high", "1"),
                Arguments.of(Wish.to().rf(0), "invalid_rf", "0"),
                Arguments.of(Wish.to().rf(17), "invalid_rf", "17"));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void a_wish_that_does_not_fit_is_refused_by_name(Wish wish, String name, String target) {
        Plan plan = wish.on(THREE);
        assertThat(plan.refusals()).anySatisfy(refusal -> {
            assertThat(refusal.name()).isEqualTo(name);
            assertThat(refusal.target()).isEqualTo(target);
            assertThat(refusal.message()).endsWith(".");
        });
        assertThat(plan.applicable()).isFalse();
        assertThat(refused(plan)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://h",
                "h:7700",
                "http://u:p@h",
                "http://h?x=1",
                "http://h#x",
                "http:///path",
                "//h",
                "mailto:x",
                "https://h.example:7700/base"
            })
    void an_address_that_is_not_plain_http_is_refused(String address) {
        assertThat(refused(Wish.to().add(at("x", address)).on(THREE))).containsExactly("invalid_address");
        assertThat(refused(Wish.to().add(at("x", "https://h.example:7700/")).on(THREE)))
                .isEmpty();
    }

    @Test
    void a_node_in_the_wrong_state_is_refused() {
        Present emptied = Worlds.wanted(Worlds.table("a b c d", 2, "a b|b c|c a"), "d", Lifecycle.DRAINING);
        assertThat(refused(Wish.to().drain("d").on(emptied))).isEmpty();
        Present removed = Worlds.wanted(emptied, "d", Lifecycle.REMOVED);
        assertThat(refused(Wish.to().drain("d").on(removed))).containsExactly("illegal_state");
        assertThat(refused(Wish.to().remove("d").on(removed))).containsExactly("illegal_state");
        assertThat(refused(Wish.to().replace("d", "x").on(removed))).containsExactly("illegal_state");
        assertThat(refused(Wish.to().add("d").on(removed))).isEmpty();
        Node joining = new Node(new NodeId("j"), new GroupId(0), URI.create("http://j:7700"), Lifecycle.JOINING);
        Present joins = new Present(THREE.topology().with(joining), THREE.indexes(), THREE.nodes(), THREE.pace());
        assertThat(refused(Wish.to().drain("j").on(joins))).containsExactly("illegal_state");
        assertThat(Wish.to()
                        .remove("j")
                        .on(joins)
                        .target()
                        .node(joining.id())
                        .orElseThrow()
                        .wanted())
                .isEqualTo(Lifecycle.REMOVED);
    }

    @Test
    void the_last_copy_is_not_given_up_while_its_node_does_not_answer() {
        Present single = Worlds.seen(Worlds.table("a b", 1, "a|b|a"), "a", Health.DOWN);
        Plan plan = Wish.to().drain("a").on(single);
        assertThat(plan.refusals())
                .containsExactly(
                        new Plan.Refusal(
                                "last_copy",
                                "a",
                                "Shards 0, 2 of i1: node a holds the last copy in sync, and it cannot be built elsewhere now."));
        assertThat(plan.breaches())
                .contains(new Plan.Breach(
                        Plan.Moment.AFTER, "data_lost", "i1", "Shards 0, 2 of i1 have no copy in sync left."));
        assertThat(refused(Wish.to().remove("a").on(single))).containsExactly("last_copy");
        assertThat(refused(Wish.to().replace("a", "x").on(single))).containsExactly("last_copy");
        assertThat(refused(Wish.to().drain("b").on(single))).isEmpty();
        assertThat(refused(Wish.to().remove("a").on(Worlds.seen(single, "a", Health.UP))))
                .isEmpty();
    }

    @Test
    void a_node_that_does_not_answer_may_go_when_others_hold_what_it_holds() {
        Present down = Worlds.seen(THREE, "a", Health.DOWN);
        Plan plan = Wish.to().add("d").remove("a").on(down);
        assertThat(refused(plan)).isEmpty();
        assertThat(plan.moves()).extracting(Plan.Move::from).contains(new NodeId("a"));
    }

    @Test
    void a_group_is_not_dropped_while_it_holds_the_only_live_copies() {
        Present dark = Worlds.seen(TWO_GROUPS, "node-g1-0", Health.DOWN);
        assertThat(refused(Wish.to().removeGroup(0).on(dark))).containsExactly("last_copy");
        assertThat(refused(Wish.to().removeGroup(1).on(dark))).isEmpty();
        assertThat(refused(Wish.to().removeGroup(0).on(TWO_GROUPS))).isEmpty();
        assertThat(refused(Wish.to().removeGroup(0).removeGroup(1).on(TWO_GROUPS)))
                .containsExactly("last_node");
    }

    @Test
    void a_cluster_with_too_few_nodes_may_still_grow() {
        Present one = Worlds.world(Clusters.nodes("a"), 3, 8);
        Plan plan = Wish.to().add("b").on(one);
        assertThat(refused(plan)).isEmpty();
        assertThat(plan.moves()).hasSize(8).allMatch(move -> move.from() == null);
        assertThat(refused(Planner.plan(one, TopologyWish.NOTHING))).isEmpty();
    }

    @Test
    void a_refused_wish_leaves_the_topology_and_moves_nothing() {
        Plan plan = Wish.to().drain("x").on(Worlds.table("a b c", 2, "a|b c|c a"));
        assertThat(plan.target()).isEqualTo(THREE.topology());
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.drops()).isEmpty();
    }

    private static TopologyWish.NewNode at(String id, String address) {
        return new TopologyWish.NewNode(new NodeId(id), URI.create(address), new GroupId(0), null);
    }

    @Test
    void nothing_to_do_is_no_refusal() {
        assertThat(List.of(
                        Planner.plan(THREE, TopologyWish.NOTHING),
                        Wish.to().rf(2).on(THREE)))
                .allMatch(Plan::applicable);
    }
}
