package miroir.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.Clusters;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;
import miroir.core.topology.Topology;
import org.junit.jupiter.api.Test;

/** The covering set under random outages and copy states, judged by an oracle that looks at single copies. */
class SearchPlannerPropertiesTest {

    @Test
    void each_shard_that_can_be_answered_is_asked_exactly_once_and_every_other_one_is_missing() {
        Seeds.each(500, random -> {
            Case drawn = draw(random);
            ScatterPlan plan = SearchPlanner.plan(drawn.request);

            List<Integer> covered =
                    plan.asks().stream().flatMap(ask -> ask.shards().stream()).toList();
            Set<Integer> answerable = drawn.asked.stream()
                    .filter(shard -> drawn.readable(shard).findAny().isPresent())
                    .collect(Collectors.toSet());
            assertThat(covered).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(answerable);
            Set<Integer> missing = new TreeSet<>(drawn.asked);
            missing.removeAll(answerable);
            assertThat(plan.missing()).extracting(MissingShard::shard).containsExactlyElementsOf(missing);
        });
    }

    @Test
    void only_in_sync_copies_on_readable_nodes_are_asked_and_the_filter_selects_just_the_asked_shards() {
        Seeds.each(500, random -> {
            Case drawn = draw(random);
            ScatterPlan plan = SearchPlanner.plan(drawn.request);
            assertThat(plan.asks())
                    .extracting(VolumeAsk::volume)
                    .doesNotHaveDuplicates()
                    .isSorted();
            for (VolumeAsk ask : plan.asks()) {
                for (int shard : ask.shards()) {
                    assertThat(drawn.readable(shard))
                            .anyMatch(copy -> ask.volume().equals(volume(copy)));
                }
                Set<Integer> held = drawn.table.copies().stream()
                        .filter(copy -> ask.volume().equals(volume(copy)))
                        .map(Copy::shard)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(selected(ask.ask(), held)).containsExactlyElementsOf(ask.shards());
                assertThat(ask.ask() instanceof Ask.Whole).isEqualTo(held.equals(Set.copyOf(ask.shards())));
            }
        });
    }

    @Test
    void no_copy_is_asked_while_a_better_one_of_the_same_group_serves() {
        Seeds.each(500, random -> {
            Case drawn = draw(random);
            for (VolumeAsk ask : SearchPlanner.plan(drawn.request).asks()) {
                for (int shard : ask.shards()) {
                    Optional<Copy> preferred = drawn.readable(shard)
                            .filter(copy -> drawn.preference(copy) == ReadPreference.PREFERRED)
                            .filter(copy -> copy.group().equals(ask.group()))
                            .findFirst();
                    if (drawn.request.readCopies() == ReadCopies.FIRST && preferred.isPresent()) {
                        assertThat(ask.volume()).isEqualTo(volume(preferred.get()));
                    }
                    boolean lastResort = drawn.preferences.get(ask.volume().node()) == ReadPreference.LAST_RESORT;
                    assertThat(lastResort
                                    && drawn.readable(shard)
                                            .anyMatch(c -> drawn.preference(c) == ReadPreference.PREFERRED))
                            .isFalse();
                }
            }
        });
    }

    private static Iterable<Integer> selected(Ask ask, Set<Integer> held) {
        if (ask instanceof Ask.Only only) {
            return only.shards();
        }
        Set<Integer> selected = new TreeSet<>(held);
        if (ask instanceof Ask.AllBut allBut) {
            selected.removeAll(Set.copyOf(allBut.shards()));
        }
        return selected;
    }

    private static Volume volume(Copy copy) {
        return new Volume(copy.node(), Clusters.INDEX, copy.rank());
    }

    private static Case draw(Random random) {
        Topology topology = Clusters.topology(1 + random.nextInt(3), 1 + random.nextInt(5), 1 + random.nextInt(3));
        RoutingTable fresh = Clusters.table(topology, 1 + random.nextInt(40));
        double damage = random.nextDouble() * 0.6;
        List<Copy> copies = fresh.copies().stream()
                .filter(copy -> random.nextDouble() > damage / 4)
                .map(copy -> random.nextDouble() < damage ? damaged(copy, random) : copy)
                .toList();
        RoutingTable table = new RoutingTable(Clusters.INDEX, fresh.shards(), 2, copies);
        Map<NodeId, ReadPreference> preferences = new HashMap<>();
        Set<NodeId> failed = new HashSet<>();
        for (Node node : topology.nodes()) {
            boolean hurt = random.nextDouble() < damage;
            preferences.put(node.id(), hurt ? Seeds.pick(random, ReadPreference.values()) : ReadPreference.PREFERRED);
            if (random.nextDouble() < damage / 2) {
                failed.add(node.id());
            }
        }
        Set<Integer> all = IntStream.range(0, table.shards()).boxed().collect(Collectors.toSet());
        Set<Integer> some = all.stream().filter(s -> random.nextBoolean()).collect(Collectors.toSet());
        boolean whole = random.nextBoolean();
        ReadCopies readCopies = Seeds.pick(random, ReadCopies.values());
        PlanRequest request = new PlanRequest(
                RoutingIndex.of(table), preferences::get, readCopies, random.nextInt(), failed, whole ? null : some);
        return new Case(table, preferences, whole ? all : some, request);
    }

    private static Copy damaged(Copy copy, Random random) {
        CopyState state = Seeds.pick(random, CopyState.SYNCING, CopyState.STALE, CopyState.LEAVING);
        return new Copy(copy.shard(), copy.node(), copy.group(), copy.rank(), state, copy.since(), "");
    }

    private record Case(
            RoutingTable table, Map<NodeId, ReadPreference> preferences, Set<Integer> asked, PlanRequest request) {

        ReadPreference preference(Copy copy) {
            return preferences.getOrDefault(copy.node(), ReadPreference.NO);
        }

        /** By rank within each group. */
        Stream<Copy> readable(int shard) {
            return table.copies().stream()
                    .filter(copy -> copy.shard() == shard && copy.state() == CopyState.IN_SYNC)
                    .filter(copy -> preference(copy) != ReadPreference.NO)
                    .filter(copy -> !request.failed().contains(copy.node()));
        }
    }
}
