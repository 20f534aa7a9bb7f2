package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import miroir.engine.write.NodeCall;
import miroir.engine.write.Part;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final IndexId INDEX = new IndexId(1);

    private static final List<NodeCall> TWO = List.of(
            new NodeCall("POST", "/documents", null, null, 0, null),
            new NodeCall("POST", "/documents", null, null, 1, null));

    private final List<Copy> copies = new ArrayList<>();
    private final List<PartRun> parts = new ArrayList<>();

    @Test
    void a_copy_that_failed_where_another_succeeded_is_demoted() {
        part("a", PartRun.State.SUCCEEDED, CopyState.IN_SYNC, 0);
        PartRun failed = part("b", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        assertThat(outcome()).isEqualTo(new Outcome(null, List.of(new Outcome.Missed(failed, Set.of(0)))));
    }

    @Test
    void a_success_on_a_copy_demoted_meanwhile_does_not_count() {
        part("a", PartRun.State.SUCCEEDED, CopyState.STALE, 0);
        PartRun failed = part("b", PartRun.State.FAILED, CopyState.IN_SYNC, 0);
        assertThat(outcome()).isEqualTo(new Outcome(failed.error, List.of()));
    }

    @Test
    void in_a_failed_task_copies_are_demoted_for_just_the_shards_that_differ() {
        PartRun both = part("a", PartRun.State.FAILED, CopyState.IN_SYNC, 0, 1);
        part("b", PartRun.State.SUCCEEDED, CopyState.IN_SYNC, 0);
        part("c", PartRun.State.FAILED, CopyState.IN_SYNC, 1);
        assertThat(outcome()).isEqualTo(new Outcome(both.error, List.of(new Outcome.Missed(both, Set.of(0)))));
    }

    @Test
    void a_task_whose_every_copy_was_lost_fails() {
        part("a", PartRun.State.SUCCEEDED, CopyState.STALE, 0);
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
        assertThat(outcome()).isEqualTo(new Outcome(kept.error, List.of(new Outcome.Missed(other, Set.of(0)))));
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
                2,
                2,
                PlacementStrategy.BALANCED,
                "{}",
                0,
                1,
                Instant.EPOCH,
                Instant.EPOCH);
        IndexEntry entry = IndexEntry.ready(stored, new RoutingTable(INDEX, 2, 1, copies));
        ClusterState state =
                new ClusterState("c", new Topology(1, 1, List.of()), Map.of(), new TreeMap<>(Map.of("books", entry)));
        return Outcome.of(parts, InSync.of(state, INDEX));
    }
}
