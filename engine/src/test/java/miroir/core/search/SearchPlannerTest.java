package miroir.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import miroir.core.Clusters;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;
import org.junit.jupiter.api.Test;

class SearchPlannerTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");
    private static final RoutingTable THREE_NODES = Clusters.table(Clusters.topology(1, 3, 2), 64);
    private static final RoutingTable TWO_GROUPS = Clusters.table(Clusters.topology(2, 3, 2), 64);

    @Test
    void with_all_nodes_up_only_whole_volumes_of_rank_0_are_asked() {
        ScatterPlan plan = plan(THREE_NODES, Map.of(), ReadCopies.FIRST, 0);
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.asks()).hasSize(3).allSatisfy(ask -> {
            assertThat(ask.ask()).isEqualTo(new Ask.Whole());
            assertThat(ask.volume().rank()).isZero();
        });
    }

    @Test
    void with_a_node_down_only_the_stand_ins_are_asked_with_a_filter() {
        NodeId down = new NodeId("node-g0-1");
        ScatterPlan plan = plan(THREE_NODES, Map.of(down, ReadPreference.NO), ReadCopies.FIRST, 0);
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.asks()).hasSize(4).allSatisfy(ask -> {
            assertThat(ask.volume().node()).isNotEqualTo(down);
            assertThat(ask.ask() instanceof Ask.Whole).isEqualTo(ask.volume().rank() == 0);
        });
    }

    @Test
    void the_shorter_list_is_sent() {
        RoutingTable table = table(
                5,
                copy(0, A, 0),
                copy(1, A, 0),
                copy(2, A, 0),
                copy(3, A, 0),
                copy(4, A, 0, CopyState.SYNCING),
                copy(4, B, 1),
                copy(0, B, 1),
                copy(1, B, 1));
        assertThat(plan(table, Map.of(), ReadCopies.FIRST, 0).asks())
                .containsExactly(
                        new VolumeAsk(volume(A, 0), new GroupId(0), new Ask.AllBut(List.of(4)), List.of(0, 1, 2, 3)),
                        new VolumeAsk(volume(B, 1), new GroupId(0), new Ask.Only(List.of(4)), List.of(4)));
    }

    @Test
    void of_two_equally_long_lists_the_wanted_one_is_sent() {
        RoutingTable table = table(2, copy(0, A, 0), copy(1, A, 0, CopyState.STALE));
        assertThat(plan(table, Map.of(), ReadCopies.FIRST, 0).asks())
                .containsExactly(new VolumeAsk(volume(A, 0), new GroupId(0), new Ask.Only(List.of(0)), List.of(0)));
    }

    @Test
    void copies_that_are_not_in_sync_are_never_asked_and_the_reasons_are_told() {
        RoutingTable table = table(
                4,
                copy(0, A, 0, CopyState.SYNCING),
                copy(1, A, 0, CopyState.STALE),
                copy(1, B, 1),
                copy(2, C, 0),
                copy(2, A, 1, CopyState.LEAVING));
        ScatterPlan plan = SearchPlanner.plan(new PlanRequest(
                RoutingIndex.of(table), up(Map.of(B, ReadPreference.NO)), ReadCopies.FIRST, 0, Set.of(C), null));
        assertThat(plan.asks()).isEmpty();
        assertThat(plan.missing())
                .containsExactly(
                        new MissingShard(0, "the copy on a is still being built"),
                        new MissingShard(1, "the copy on a is stale; b takes no reads now"),
                        new MissingShard(2, "c failed during this search; the copy on a is leaving"),
                        new MissingShard(3, "no copy of it is placed"));
    }

    @Test
    void a_node_of_last_resort_is_asked_only_where_no_other_serves() {
        RoutingTable table = table(2, copy(0, A, 0), copy(1, A, 0), copy(1, B, 1));
        ScatterPlan plan = plan(table, Map.of(A, ReadPreference.LAST_RESORT), ReadCopies.FIRST, 0);
        assertThat(plan.asks())
                .extracting(VolumeAsk::volume, VolumeAsk::shards)
                .containsExactly(tuple(volume(A, 0), List.of(0)), tuple(volume(B, 1), List.of(1)));
    }

    @Test
    void a_preferred_node_of_another_group_goes_before_a_last_resort_of_the_own() {
        RoutingTable table = table(2, copy(0, A, 0), copy(1, B, 0), copy(0, C, 1, 0));
        ScatterPlan plan = plan(table, Map.of(A, ReadPreference.LAST_RESORT), ReadCopies.FIRST, 0);
        assertThat(plan.asks()).extracting(VolumeAsk::volume).containsExactly(volume(B, 0), volume(C, 0));
    }

    @Test
    void a_retry_asks_for_the_given_shards_on_the_nodes_that_are_left() {
        NodeId failed = new NodeId("node-g0-0");
        Set<Integer> lost = shardsOn(THREE_NODES, failed, 0);
        ScatterPlan plan = SearchPlanner.plan(
                new PlanRequest(RoutingIndex.of(THREE_NODES), up(Map.of()), ReadCopies.FIRST, 0, Set.of(failed), lost));
        assertThat(plan.missing()).isEmpty();
        assertThat(plan.asks()).allSatisfy(ask -> {
            assertThat(ask.volume().node()).isNotEqualTo(failed);
            assertThat(ask.volume().rank()).isEqualTo(1);
        });
        assertThat(plan.asks().stream().flatMap(ask -> ask.shards().stream()))
                .containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void groups_take_turns() {
        Map<List<Integer>, Long> turns = LongStream.range(-500, 500)
                .mapToObj(sequence -> groups(plan(TWO_GROUPS, Map.of(), ReadCopies.FIRST, sequence)))
                .collect(Collectors.groupingBy(g -> g, Collectors.counting()));
        assertThat(turns).isEqualTo(Map.of(List.of(0), 500L, List.of(1), 500L));
    }

    @Test
    void a_group_that_lacks_a_shard_has_no_turn_while_another_is_complete() {
        Map<NodeId, ReadPreference> out =
                Map.of(new NodeId("node-g0-0"), ReadPreference.NO, new NodeId("node-g0-1"), ReadPreference.NO);
        assertThat(LongStream.range(0, 10)
                        .mapToObj(sequence -> groups(plan(TWO_GROUPS, out, ReadCopies.FIRST, sequence)))
                        .distinct())
                .containsExactly(List.of(1));
    }

    @Test
    void when_no_group_is_complete_the_one_whose_turn_it_is_answers_what_it_can() {
        Map<NodeId, ReadPreference> out = Map.of(
                new NodeId("node-g0-0"), ReadPreference.NO,
                new NodeId("node-g0-1"), ReadPreference.NO,
                new NodeId("node-g1-0"), ReadPreference.NO,
                new NodeId("node-g1-1"), ReadPreference.NO);
        for (int sequence = 0; sequence < 2; sequence++) {
            ScatterPlan plan = plan(TWO_GROUPS, out, ReadCopies.FIRST, sequence);
            NodeId own = new NodeId("node-g" + sequence + "-2");
            Set<Integer> able = shardsOn(TWO_GROUPS, own, 0);
            able.addAll(shardsOn(TWO_GROUPS, own, 1));
            assertThat(plan.asks().stream()
                            .filter(ask -> ask.volume().node().equals(own))
                            .flatMap(ask -> ask.shards().stream()))
                    .containsExactlyInAnyOrderElementsOf(able);
            assertThat(groups(plan)).containsExactly(0, 1);
        }
    }

    @Test
    void rotating_asks_whole_volumes_of_one_rank_and_every_rank_of_every_group_equally_often() {
        Map<List<Integer>, Long> turns = LongStream.range(0, 400)
                .mapToObj(sequence -> {
                    ScatterPlan plan = plan(TWO_GROUPS, Map.of(), ReadCopies.ROTATE, sequence);
                    assertThat(plan.asks()).extracting(VolumeAsk::ask).containsOnly(new Ask.Whole());
                    List<Integer> ranks = plan.asks().stream()
                            .map(a -> a.volume().rank())
                            .distinct()
                            .toList();
                    return List.of(groups(plan).get(0), ranks.get(0), ranks.size());
                })
                .collect(Collectors.groupingBy(t -> t, Collectors.counting()));
        assertThat(turns)
                .isEqualTo(Map.of(
                        List.of(0, 0, 1),
                        100L,
                        List.of(0, 1, 1),
                        100L,
                        List.of(1, 0, 1),
                        100L,
                        List.of(1, 1, 1),
                        100L));
    }

    @Test
    void rotating_past_a_missing_rank_falls_to_one_that_serves() {
        RoutingTable table = table(1, copy(0, A, 0), copy(0, B, 1, CopyState.STALE), copy(0, C, 2));
        List<NodeId> asked = IntStream.range(0, 3)
                .mapToObj(sequence -> plan(table, Map.of(), ReadCopies.ROTATE, sequence)
                        .asks()
                        .get(0)
                        .volume()
                        .node())
                .toList();
        assertThat(asked).containsExactly(A, C, C);
    }

    private static ScatterPlan plan(
            RoutingTable table, Map<NodeId, ReadPreference> nodes, ReadCopies readCopies, long sequence) {
        return SearchPlanner.plan(
                new PlanRequest(RoutingIndex.of(table), up(nodes), readCopies, sequence, Set.of(), null));
    }

    private static Function<NodeId, ReadPreference> up(Map<NodeId, ReadPreference> but) {
        return node -> but.getOrDefault(node, ReadPreference.PREFERRED);
    }

    private static List<Integer> groups(ScatterPlan plan) {
        return plan.asks().stream()
                .map(ask -> ask.group().number())
                .distinct()
                .sorted()
                .toList();
    }

    private static Set<Integer> shardsOn(RoutingTable table, NodeId node, int rank) {
        return table.copies().stream()
                .filter(copy -> copy.node().equals(node) && copy.rank() == rank)
                .map(Copy::shard)
                .collect(Collectors.toSet());
    }

    private static RoutingTable table(int shards, Copy... copies) {
        return new RoutingTable(Clusters.INDEX, shards, 1, List.of(copies));
    }

    private static Volume volume(NodeId node, int rank) {
        return new Volume(node, Clusters.INDEX, rank);
    }

    private static Copy copy(int shard, NodeId node, int rank) {
        return copy(shard, node, rank, CopyState.IN_SYNC);
    }

    private static Copy copy(int shard, NodeId node, int rank, CopyState state) {
        return new Copy(shard, node, new GroupId(0), rank, state, Clusters.NOW, "");
    }

    private static Copy copy(int shard, NodeId node, int group, int rank) {
        return new Copy(shard, node, new GroupId(group), rank, CopyState.IN_SYNC, Clusters.NOW, "");
    }
}
