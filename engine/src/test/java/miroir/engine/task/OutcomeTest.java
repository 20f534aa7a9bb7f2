package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import miroir.core.Seeds;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.RoutingTable;
import miroir.core.placement.Volume;
import miroir.core.task.TaskStatus;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredIndex;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.NodeCall;
import miroir.engine.write.Part;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final IndexId INDEX = new IndexId(1);

    private static final List<Integer> SHARDS = List.of(0, 1, 2);
    private static final List<NodeCall> TWO = List.of(
            new NodeCall(new VolumeWrite("POST", "/documents", null, VolumeWrite.NONE, null), 0),
            new NodeCall(new VolumeWrite("POST", "/documents", null, VolumeWrite.NONE, null), 1));

    private final List<Copy> copies = new ArrayList<>();
    private final List<PartRun> parts = new ArrayList<>();

    @Test
    void a_copy_that_failed_where_another_succeeded_is_demoted() {
        part("a", PartRun.State.SUCCEEDED, CopyState.IN_SYNC, 0);
        PartRun failed = part("b", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        assertThat(outcome())
                .isEqualTo(new Outcome(null, false, List.of(new Outcome.Missed(failed, Set.of(0))), List.of()));
    }

    @Test
    void a_success_on_a_copy_demoted_meanwhile_does_not_count() {
        part("a", PartRun.State.SUCCEEDED, CopyState.STALE, 0);
        PartRun failed = part("b", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        assertThat(outcome()).isEqualTo(new Outcome(failed.error, false, List.of(), List.of()));
    }

    @Test
    void in_a_failed_task_copies_are_demoted_for_just_the_shards_that_differ() {
        PartRun both = part("a", PartRun.State.FAILED, CopyState.IN_SYNC, 0, 1);
        part("b", PartRun.State.SUCCEEDED, CopyState.IN_SYNC, 0);
        part("c", PartRun.State.FAILED, CopyState.IN_SYNC, 1);
        assertThat(outcome())
                .isEqualTo(new Outcome(both.error, false, List.of(new Outcome.Missed(both, Set.of(0))), List.of()));
    }

    @Test
    void a_task_whose_every_copy_was_lost_fails() {
        part("a", PartRun.State.SUCCEEDED, CopyState.STALE, 0);
        assertThat(outcome().isLost()).isTrue();
        assertThat(String.valueOf(outcome().error())).contains("miroir_shards_unavailable");
    }

    @Test
    void copies_that_failed_in_different_calls_do_not_stay_in_sync_together() {
        PartRun kept = part("a", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        PartRun alike = part("b", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        PartRun other = part("c", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        ended(kept, TaskStatus.SUCCEEDED, TaskStatus.FAILED);
        ended(alike, TaskStatus.SUCCEEDED, TaskStatus.CANCELED);
        ended(other, TaskStatus.FAILED, TaskStatus.FAILED);
        assertThat(outcome())
                .isEqualTo(new Outcome(kept.error, false, List.of(new Outcome.Missed(other, Set.of(0))), List.of()));
    }

    @Test
    void copies_that_stay_in_sync_are_alike_and_have_what_succeeded() {
        Seeds.each(500, random -> {
            copies.clear();
            parts.clear();
            for (String node : List.of("a", "b", "c", "d", "e")) {
                draw(node, random);
            }
            Outcome outcome = outcome();
            boolean everywhere = true;
            for (int shard : SHARDS) {
                List<PartRun> left = left(shard, outcome);
                boolean succeeded = parts.stream().anyMatch(p -> counts(p, shard) && isSuccess(p));
                everywhere &= succeeded
                        || parts.stream().noneMatch(p -> p.part.shards().contains(shard));
                assertThat(left).allMatch(p -> isSuccess(p) == succeeded && p.failedLike(left.get(0)));
                assertThat(left.isEmpty()).isEqualTo(parts.stream().noneMatch(p -> counts(p, shard)));
            }
            assertThat(outcome.error() == null).isEqualTo(everywhere);
        });
    }

    private void draw(String node, Random random) {
        PartRun.State state = Seeds.pick(random, PartRun.State.SUCCEEDED, PartRun.State.FAILED, PartRun.State.GIVEN_UP);
        boolean stale = state == PartRun.State.GIVEN_UP || random.nextInt(4) == 0;
        Integer[] shards = SHARDS.stream().filter(shard -> random.nextBoolean()).toArray(Integer[]::new);
        PartRun part = part(node, state, stale ? CopyState.STALE : CopyState.IN_SYNC, shards);
        boolean first = state == PartRun.State.SUCCEEDED || random.nextBoolean();
        boolean second = state == PartRun.State.SUCCEEDED || (!first && random.nextBoolean());
        ended(
                part,
                first ? TaskStatus.SUCCEEDED : TaskStatus.FAILED,
                second ? TaskStatus.SUCCEEDED : TaskStatus.FAILED);
    }

    private List<PartRun> left(int shard, Outcome outcome) {
        return parts.stream()
                .filter(part -> counts(part, shard))
                .filter(part -> outcome.demote().stream()
                        .noneMatch(missed ->
                                missed.part() == part && missed.shards().contains(shard)))
                .toList();
    }

    private boolean counts(PartRun part, int shard) {
        return copies.stream()
                .anyMatch(copy -> copy.node().equals(part.part.volume().node())
                        && copy.shard() == shard
                        && copy.state() == CopyState.IN_SYNC);
    }

    private static boolean isSuccess(PartRun part) {
        return part.state == PartRun.State.SUCCEEDED;
    }

    private static void ended(PartRun part, TaskStatus... calls) {
        for (int i = 0; i < calls.length; i++) {
            part.calls.get(i).status = calls[i];
        }
    }

    private PartRun part(String node, PartRun.State state, CopyState copy, Integer... shards) {
        PartRun run = new PartRun(new Part(new Volume(new NodeId(node), INDEX, 0), List.of(shards), TWO, some -> TWO));
        run.state = state;
        run.error = state == PartRun.State.FAILED
                ? JsonNodeFactory.instance.objectNode().put("code", node)
                : null;
        parts.add(run);
        for (int shard : shards) {
            copies.add(new Copy(shard, new NodeId(node), new GroupId(0), 0, copy, Instant.EPOCH, ""));
        }
        return run;
    }

    private Outcome outcome() {
        StoredIndex stored = new StoredIndex(
                INDEX,
                "books",
                "books-1",
                null,
                3,
                2,
                PlacementStrategy.BALANCED,
                "{}",
                0,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
        IndexEntry entry = IndexEntry.ready(stored, new RoutingTable(INDEX, 3, 1, copies), List.of());
        ClusterState state =
                new ClusterState("c", new Topology(1, 1, List.of()), Map.of(), new TreeMap<>(Map.of("books", entry)));
        return Outcome.of(parts, InSync.of(state, INDEX));
    }
}
