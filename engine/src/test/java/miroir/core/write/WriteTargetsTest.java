package miroir.core.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import org.junit.jupiter.api.Test;

class WriteTargetsTest {

    @Test
    void a_write_to_a_shard_goes_to_rg_times_rf_copies_one_set_per_group() {
        RoutingTable table = Clusters.table(Clusters.topology(3, 4, 2), 64);
        for (int shard = 0; shard < 64; shard++) {
            SortedMap<Volume, List<Integer>> targets = WriteTargets.of(table, List.of(shard));
            assertThat(targets).hasSize(3 * 2);
            assertThat(targets.values()).containsOnly(List.of(shard));
            assertThat(targets.keySet().stream()
                            .collect(Collectors.groupingBy(
                                    v -> v.node().value().substring(0, 7),
                                    Collectors.mapping(Volume::node, Collectors.toSet()))))
                    .hasSize(3)
                    .allSatisfy((group, nodes) -> assertThat(nodes).hasSize(2));
        }
    }

    @Test
    void targets_are_exactly_the_in_sync_copies_of_the_asked_shards() {
        Seeds.each(random -> {
            RoutingTable fresh = Clusters.table(Clusters.topology(2, 3, 2), 32);
            List<Copy> copies = fresh.copies().stream()
                    .map(c -> in(c, Seeds.pick(random, CopyState.values())))
                    .toList();
            RoutingTable table = new RoutingTable(Clusters.INDEX, 32, 2, copies);
            Set<Integer> asked = IntStream.range(0, 32)
                    .filter(s -> random.nextBoolean())
                    .boxed()
                    .collect(Collectors.toSet());

            SortedMap<Volume, List<Integer>> targets = WriteTargets.of(table, asked);
            long pairs = targets.values().stream().mapToInt(List::size).sum();
            List<Copy> expected = copies.stream()
                    .filter(c -> c.state() == CopyState.IN_SYNC && asked.contains(c.shard()))
                    .toList();
            assertThat(pairs).isEqualTo(expected.size());
            assertThat(expected)
                    .allSatisfy(copy -> assertThat(targets.get(new Volume(copy.node(), Clusters.INDEX, copy.rank())))
                            .contains(copy.shard())
                            .isSorted());
            Set<Integer> reached = expected.stream().map(Copy::shard).collect(Collectors.toSet());
            assertThat(WriteTargets.withoutTarget(table, asked))
                    .isSorted()
                    .containsExactlyInAnyOrderElementsOf(
                            asked.stream().filter(s -> !reached.contains(s)).toList());
        });
    }

    private static Copy in(Copy copy, CopyState state) {
        return new Copy(copy.shard(), copy.node(), copy.group(), copy.rank(), state, copy.since(), "");
    }
}
