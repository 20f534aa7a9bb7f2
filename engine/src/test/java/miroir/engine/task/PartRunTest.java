package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.placement.Volume;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeError;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.Claim;
import miroir.engine.follow.ClaimedTasks;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.write.NodeCall;
import miroir.engine.write.Part;
import org.junit.jupiter.api.Test;

class PartRunTest {
    private static final JsonNode WRONG =
            JsonNodeFactory.instance.objectNode().put("code", "wrong").put("message", "It is wrong.");

    private final PartRun part = taken(3);

    @Test
    void a_part_ends_when_all_of_its_calls_have_ended() {
        end(1, TaskStatus.FAILED);
        end(0, TaskStatus.SUCCEEDED);
        assertThat(part.state).isEqualTo(PartRun.State.ACCEPTED);
        end(2, TaskStatus.CANCELED);
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
        assertThat(part.error).isEqualTo(WRONG);
    }

    @Test
    void what_a_node_took_before_it_refused_is_waited_for() {
        part.calls.get(2).claim = null;
        part.refused(WRONG);
        end(0, TaskStatus.SUCCEEDED);
        assertThat(part.state).isEqualTo(PartRun.State.ACCEPTED);
        end(1, TaskStatus.SUCCEEDED);
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
        PartRun refused = taken(1);
        refused.calls.get(0).claim = null;
        refused.refused(WRONG);
        assertThat(refused.state).isEqualTo(PartRun.State.FAILED);
    }

    @Test
    void a_task_that_the_node_no_longer_knows_has_failed_there() {
        for (PartRun.Call call : part.calls) {
            part.observe(claim(call), new Claim.State.Gone());
        }
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
        assertThat(String.valueOf(part.error)).contains("no longer knows its task 7");
    }

    private static Claim claim(PartRun.Call call) {
        Claim claim = call.claim;
        if (claim == null) {
            throw new AssertionError("not taken");
        }
        return claim;
    }

    private void end(int call, TaskStatus status) {
        NodeError error = status == TaskStatus.FAILED ? NodeError.of(0, WRONG) : null;
        Claim claim = claim(part.calls.get(call));
        NodeTask task = new NodeTask(
                claim.ref(), "books", status, "documentDeletion", "", JsonNodeFactory.instance.missingNode(), error);
        part.observe(claim, new Claim.State.Shown(task));
    }

    private static PartRun taken(int calls) {
        List<NodeCall> all = IntStream.range(0, calls)
                .mapToObj(i -> new NodeCall(new VolumeWrite("POST", "/documents", null, VolumeWrite.NONE, null), i))
                .toList();
        PartRun run =
                new PartRun(new Part(new Volume(new NodeId("a"), new IndexId(1), 0), List.of(0), all, some -> all));
        run.state = PartRun.State.ACCEPTED;
        for (int i = 0; i < calls; i++) {
            run.took(run.calls.get(i), ClaimedTasks.of(new TaskRef(7 + i, "then")));
        }
        return run;
    }
}
