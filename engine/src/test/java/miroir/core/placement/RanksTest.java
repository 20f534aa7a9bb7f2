package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

class RanksTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    @Test
    void every_node_gets_of_every_rank_its_share_rounded_up_or_down() {
        Seeds.each(100, random -> {
            int rf = 1 + random.nextInt(4);
            List<NodeId> nodes = Clusters.nodes(1 + random.nextInt(9), random);
            int copies = Math.min(rf, nodes.size());
            PlacementStrategy strategy = Seeds.pick(random, PlacementStrategy.values());
            List<List<NodeId>> owners = Placement.owners(strategy, 1 + random.nextInt(150), rf, nodes);
            List<List<NodeId>> ranked = Ranks.assign(owners);

            assertThat(ranked)
                    .extracting(Set::copyOf)
                    .isEqualTo(owners.stream().map(Set::copyOf).toList());
            Map<NodeId, Long> load = PlacementTest.load(owners);
            for (int r = 0; r < copies; r++) {
                int rank = r;
                Map<NodeId, Long> ofRank =
                        ranked.stream().collect(Collectors.groupingBy(o -> o.get(rank), Collectors.counting()));
                load.forEach((node, all) ->
                        assertThat(ofRank.getOrDefault(node, 0L)).isBetween(all / copies, (all + copies - 1) / copies));
            }
        });
    }

    @Test
    void ranks_are_the_same_in_every_run() {
        List<List<NodeId>> owners =
                Placement.owners(PlacementStrategy.BALANCED, 64, 2, Clusters.nodes("a", "b", "c", "d"));
        assertThat(Ranks.assign(owners)).isEqualTo(Ranks.assign(new ArrayList<>(owners)));
    }

    @Test
    void a_new_copy_takes_the_free_rank() {
        assertThat(Ranks.rankFor(0, B, 2, List.of(copy(0, A, 0)))).isEqualTo(OptionalInt.of(1));
        assertThat(Ranks.rankFor(0, B, 2, List.of(copy(0, A, 1)))).isEqualTo(OptionalInt.of(0));
        assertThat(Ranks.rankFor(0, B, 1, List.of(copy(0, A, 0)))).isEmpty();
    }

    @Test
    void of_several_free_ranks_a_new_copy_takes_the_one_its_node_has_least_of() {
        List<Copy> staying = List.of(copy(1, B, 0), copy(2, B, 0), copy(3, B, 1), copy(4, A, 1), copy(5, A, 1));
        assertThat(Ranks.rankFor(0, B, 2, staying)).isEqualTo(OptionalInt.of(1));
        assertThat(Ranks.rankFor(0, B, 3, staying)).isEqualTo(OptionalInt.of(2));
        assertThat(Ranks.rankFor(0, A, 2, staying)).isEqualTo(OptionalInt.of(0));
        assertThat(Ranks.rankFor(0, A, 2, List.of())).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void copies_above_the_replication_factor_take_no_rank_from_others() {
        assertThat(Ranks.rankFor(0, B, 1, List.of(copy(0, A, 1)))).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void volumes_sort_by_node_index_and_rank() {
        Map<Integer, Long> perRank = new HashMap<>();
        Clusters.table(Clusters.topology(1, 3, 2), 64)
                .copies()
                .forEach(copy -> perRank.merge(copy.rank(), 1L, Long::sum));
        assertThat(perRank).isEqualTo(Map.of(0, 64L, 1, 64L));
        Volume first = new Volume(A, Clusters.INDEX, 1);
        assertThat(first).isLessThan(new Volume(B, Clusters.INDEX, 0));
        assertThat(first).isGreaterThan(new Volume(A, Clusters.INDEX, 0));
    }

    private static Copy copy(int shard, NodeId node, int rank) {
        return new Copy(shard, node, new GroupId(0), rank, CopyState.IN_SYNC, Clusters.NOW, "");
    }
}
