package miroir.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3"})
    void it_is_more_than_half_of_the_copies(int rf, int needed) {
        assertThat(Quorum.needed(rf)).isEqualTo(needed);
    }

    @Test
    void one_group_at_quorum_carries_the_write_and_the_other_makes_it_degraded() {
        RoutingTable table = table(copy("a", 0, 0), copy("b", 0, 1), copy("c", 0, 2), copy("x", 1, 0), copy("y", 1, 1));
        assertThat(judge(table, 3, "a", "b", "x", "y")).isEqualTo(new Quorum.Verdict(List.of(), List.of()));
        assertThat(judge(table, 3, "a", "b", "x")).isEqualTo(new Quorum.Verdict(List.of(), List.of(0)));
        assertThat(judge(table, 3, "x", "y")).isEqualTo(new Quorum.Verdict(List.of(), List.of(0)));
        assertThat(judge(table, 3, "a", "x")).isEqualTo(new Quorum.Verdict(List.of(0), List.of()));
        assertThat(judge(table, 3, "a", "x").accepted()).isFalse();
    }

    @Test
    void a_group_with_fewer_nodes_than_copies_counts_from_the_copies_it_has() {
        assertThat(judge(table(copy("a", 0, 0)), 2, "a").accepted()).isTrue();
        assertThat(judge(table(copy("a", 0, 0), copy("b", 0, 1)), 2, "a").accepted())
                .isFalse();
    }

    @Test
    void a_stale_copy_counts_as_one_of_the_copies_but_never_as_one_that_took_the_write() {
        RoutingTable table = table(copy("a", 0, 0), copy("b", 0, 1, CopyState.STALE));
        assertThat(judge(table, 2, "a", "b").accepted()).isFalse();
    }

    @Test
    void a_leaving_copy_does_not_count() {
        RoutingTable table = table(copy("a", 0, 0), copy("b", 0, 0, CopyState.LEAVING));
        assertThat(judge(table, 2, "a").accepted()).isTrue();
    }

    @Test
    void a_shard_without_copies_is_refused() {
        RoutingTable empty = new RoutingTable(Clusters.INDEX, 1, 1, List.of());
        assertThat(judge(empty, 1).refused()).containsExactly(0);
    }

    @Test
    void one_more_volume_never_turns_yes_into_no() {
        Seeds.each(random -> {
            RoutingTable table = Clusters.table(Clusters.topology(1 + random.nextInt(2), 4, 1 + random.nextInt(3)), 16);
            Set<Integer> shards = IntStream.range(0, 16).boxed().collect(Collectors.toSet());
            List<Volume> volumes =
                    new ArrayList<>(WriteTargets.of(table, shards).keySet());
            Collections.shuffle(volumes, random);
            Set<Volume> accepted = new HashSet<>();
            List<Integer> refused = Quorum.judge(table, 3, shards, accepted).refused();
            assertThat(refused).hasSize(16);
            for (Volume volume : volumes) {
                accepted.add(volume);
                List<Integer> now = Quorum.judge(table, 3, shards, accepted).refused();
                assertThat(refused).containsAll(now);
                refused = now;
            }
            assertThat(refused).isEmpty();
        });
    }

    private static Quorum.Verdict judge(RoutingTable table, int rf, String... nodes) {
        Set<NodeId> took = Set.copyOf(Clusters.nodes(nodes));
        Set<Volume> accepted = table.copies().stream()
                .filter(copy -> took.contains(copy.node()))
                .map(copy -> new Volume(copy.node(), Clusters.INDEX, copy.rank()))
                .collect(Collectors.toSet());
        return Quorum.judge(table, rf, List.of(0), accepted);
    }

    private static RoutingTable table(Copy... copies) {
        return new RoutingTable(Clusters.INDEX, 1, 1, List.of(copies));
    }

    private static Copy copy(String node, int group, int rank) {
        return new Copy(0, new NodeId(node), new GroupId(group), rank, CopyState.IN_SYNC, Clusters.NOW, "");
    }

    private static Copy copy(String node, int group, int rank, CopyState state) {
        return new Copy(0, new NodeId(node), new GroupId(group), rank, state, Clusters.NOW, "");
    }
}
