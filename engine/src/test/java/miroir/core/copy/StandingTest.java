package miroir.core.copy;

import static miroir.core.Clusters.INDEX;
import static miroir.core.Clusters.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {
    private final List<Copy> copies = new ArrayList<>();
    private final Map<NodeId, NodeState> nodes = new HashMap<>();

    private void copy(String node, int group, int rank, CopyState state) {
        copies.add(new Copy(3, new NodeId(node), new GroupId(group), rank, state, NOW, ""));
    }

    private void node(String id, Lifecycle wanted, Health observed) {
        nodes.put(new NodeId(id), new NodeState(wanted, observed));
    }

    private Standing standing(@Nullable String replaces) {
        NodeId replaced = replaces == null ? null : new NodeId(replaces);
        SyncOrder order = new SyncOrder(INDEX, 3, replaced, new NodeId("t"), new GroupId(0), 1, 0);
        return new Standing(
                order,
                new RoutingTable(INDEX, 4, 1, copies),
                id -> nodes.getOrDefault(id, new NodeState(Lifecycle.ACTIVE, Health.UP)));
    }

    private @Nullable String source(@Nullable String replaces) {
        return standing(replaces).source(node -> true).map(NodeId::value).orElse(null);
    }

    @Test
    void the_copy_that_is_replaced_is_copied_from_before_those_of_the_group_and_of_high_rank() {
        copy("low", 0, 0, CopyState.IN_SYNC);
        copy("high", 0, 2, CopyState.IN_SYNC);
        copy("far", 1, 3, CopyState.IN_SYNC);
        copy("old", 1, 0, CopyState.IN_SYNC);
        assertThat(source("old")).isEqualTo("old");
        assertThat(source(null)).isEqualTo("high");
        node("old", Lifecycle.DRAINING, Health.DOWN);
        assertThat(source("old")).isEqualTo("high");
    }

    @Test
    void nothing_is_copied_from_a_copy_out_of_sync_or_from_a_node_that_is_not_up_or_from_the_target() {
        copy("stale", 0, 0, CopyState.STALE);
        copy("syncing", 0, 1, CopyState.SYNCING);
        copy("leaving", 0, 2, CopyState.LEAVING);
        copy("t", 0, 3, CopyState.IN_SYNC);
        copy("suspect", 1, 0, CopyState.IN_SYNC);
        node("suspect", Lifecycle.ACTIVE, Health.SUSPECT);
        assertThat(source(null)).isNull();
        assertThat(standing(null).isLost()).isFalse();
        node("suspect", Lifecycle.ACTIVE, Health.UP);
        assertThat(source(null)).isEqualTo("suspect");
        assertThat(standing(null).source(node -> false)).isEmpty();
    }

    @Test
    void a_node_that_no_search_asks_is_copied_from_last() {
        copy("joining", 0, 1, CopyState.IN_SYNC);
        copy("other", 1, 0, CopyState.IN_SYNC);
        node("joining", Lifecycle.JOINING, Health.UP);
        assertThat(source("joining")).isEqualTo("other");
    }

    @Test
    void a_shard_without_a_copy_in_sync_is_lost() {
        assertThat(standing(null).isLost()).isTrue();
        copy("stale", 0, 0, CopyState.STALE);
        assertThat(standing(null).isLost()).isTrue();
    }

    @Test
    void a_target_is_ready_when_it_is_up_and_holds_no_copy_on_its_way_out() {
        assertThat(standing(null).isReady()).isTrue();
        node("t", Lifecycle.ACTIVE, Health.READONLY);
        assertThat(standing(null).isReady()).isFalse();
        nodes.clear();
        copy("t", 0, 0, CopyState.LEAVING);
        assertThat(standing(null).isReady()).isFalse();
    }

    @Test
    void a_copy_is_out_while_it_is_stale_or_being_built_in_the_rank_of_the_order() {
        for (CopyState state : CopyState.values()) {
            copies.clear();
            copy("t", 0, 1, state);
            boolean out = state == CopyState.STALE || state == CopyState.SYNCING;
            assertThat(standing(null).isOut()).as(state.name()).isEqualTo(out);
        }
        copies.clear();
        copy("t", 0, 2, CopyState.STALE);
        assertThat(standing(null).isOut()).isFalse();
    }

    @Test
    void a_move_was_committed_when_its_copy_serves_and_the_replaced_one_does_not_count_any_more() {
        copy("t", 0, 1, CopyState.IN_SYNC);
        assertThat(standing("old").isCommitted()).isTrue();
        copy("old", 0, 1, CopyState.LEAVING);
        assertThat(standing("old").isCommitted()).isTrue();
        assertThat(standing(null).isCommitted()).isFalse();
        copies.remove(1);
        copy("old", 0, 1, CopyState.IN_SYNC);
        assertThat(standing("old").isCommitted()).isFalse();
        assertThat(standing("old").replacesNone()).isFalse();
    }
}
