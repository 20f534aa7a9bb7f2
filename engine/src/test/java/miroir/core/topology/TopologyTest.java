package miroir.core.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import miroir.core.Clusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
    private static final Topology TWO =
            new Topology(7, 2, List.of()).with(Clusters.node("b", 0)).with(Clusters.node("a", 0));

    @Test
    void every_change_gives_the_next_version() {
        assertThat(TWO.version()).isEqualTo(9);
        assertThat(TWO.withWanted(new NodeId("a"), Lifecycle.DRAINING).version())
                .isEqualTo(10);
        assertThat(removed("a").without(new NodeId("a")).version()).isEqualTo(12);
        assertThat(removed("a").replicationFactor()).isEqualTo(2);
    }

    @Test
    void a_new_node_comes_into_its_group_sorted_by_id() {
        Topology three = TWO.with(Clusters.node("c", 3));
        assertThat(three.groups())
                .containsExactly(
                        new Group(new GroupId(0), List.of(Clusters.node("a", 0), Clusters.node("b", 0))),
                        new Group(new GroupId(3), List.of(Clusters.node("c", 3))));
    }

    @Test
    void a_group_ends_with_its_last_node() {
        Topology joining = TWO.with(wanted(Clusters.node("c", 3), Lifecycle.JOINING));
        assertThat(joining.without(new NodeId("c")).groups()).isEqualTo(TWO.groups());
    }

    @Test
    void an_id_or_an_address_in_use_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TWO.with(Clusters.node("a", 1)))
                .withMessage("a node named a exists already");
        Node alias = new Node(new NodeId("z"), new GroupId(0), URI.create("http://a:7700"), Lifecycle.JOINING);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TWO.with(alias))
                .withMessage("node a has that address already");
    }

    @Test
    void the_id_of_a_removed_node_may_be_used_again() {
        Topology again = removed("a").with(Clusters.node("a", 1));
        assertThat(again.node(new NodeId("a"))).contains(Clusters.node("a", 1));
        assertThat(again.nodes()).hasSize(2);
    }

    @Test
    void a_node_that_may_hold_copies_cannot_vanish() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TWO.without(new NodeId("a")))
                .withMessage("node a is ACTIVE and may hold copies; it must be drained and removed first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TWO.without(new NodeId("zz")))
                .withMessage("there is no node zz");
    }

    @ParameterizedTest
    @CsvSource({"JOINING, ACTIVE", "JOINING, REMOVED", "ACTIVE, DRAINING", "DRAINING, ACTIVE", "DRAINING, REMOVED"})
    void the_operator_may_move_a_node_along_its_life(Lifecycle from, Lifecycle to) {
        Topology moved = with(from).withWanted(new NodeId("n"), to);
        assertThat(moved.nodes()).containsExactly(wanted(Clusters.node("n", 0), to));
    }

    @ParameterizedTest
    @CsvSource({
        "JOINING, JOINING",
        "JOINING, DRAINING",
        "ACTIVE, JOINING",
        "ACTIVE, ACTIVE",
        "ACTIVE, REMOVED",
        "DRAINING, JOINING",
        "DRAINING, DRAINING",
        "REMOVED, JOINING",
        "REMOVED, ACTIVE",
        "REMOVED, DRAINING",
        "REMOVED, REMOVED"
    })
    void any_other_move_is_refused_with_the_reason(Lifecycle from, Lifecycle to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(from).withWanted(new NodeId("n"), to))
                .withMessage("node n is " + from + " and cannot become " + to);
    }

    private static Topology with(Lifecycle wanted) {
        return new Topology(1, 1, List.of()).with(wanted(Clusters.node("n", 0), wanted));
    }

    private static Topology removed(String id) {
        NodeId node = new NodeId(id);
        return TWO.withWanted(node, Lifecycle.DRAINING).withWanted(node, Lifecycle.REMOVED);
    }

    private static Node wanted(Node node, Lifecycle wanted) {
        return new Node(node.id(), node.group(), node.address(), wanted);
    }
}
