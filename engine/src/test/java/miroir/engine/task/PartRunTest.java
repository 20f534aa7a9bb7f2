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
import miroir.engine.write.NodeCall;
import miroir.engine.write.Part;
import org.junit.jupiter.api.Test;

class PartRunTest {
    private static final JsonNode WRONG = JsonNodeFactory.instance.objectNode().put("code", "wrong");

    private final PartRun part = accepted(3);

    @Test
    void a_part_ends_when_all_of_its_calls_have_ended() {
        part.observe(1, TaskStatus.FAILED, null, WRONG);
        part.observe(0, TaskStatus.SUCCEEDED, null, null);
        assertThat(part.state).isEqualTo(PartRun.State.ACCEPTED);
        part.observe(2, TaskStatus.CANCELED, null, null);
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
        assertThat(part.error).isEqualTo(WRONG);
    }

    @Test
    void what_a_node_took_before_it_refused_is_waited_for() {
        part.calls.get(2).nodeTask = -1;
        part.refused(WRONG);
        part.observe(0, TaskStatus.SUCCEEDED, null, null);
        assertThat(part.state).isEqualTo(PartRun.State.ACCEPTED);
        part.observe(1, TaskStatus.SUCCEEDED, null, null);
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
        part.calls.forEach(call -> call.nodeTask = -1);
        part.refused(WRONG);
        assertThat(part.state).isEqualTo(PartRun.State.FAILED);
    }

    private static PartRun accepted(int calls) {
        List<NodeCall> all = IntStream.range(0, calls)
                .mapToObj(i -> new NodeCall("POST", "/documents", null, null, i, null))
                .toList();
        PartRun run =
                new PartRun(new Part(new Volume(new NodeId("a"), new IndexId(1), 0), List.of(0), all, some -> all));
        run.state = PartRun.State.ACCEPTED;
        run.calls.forEach(call -> call.nodeTask = 7);
        return run;
    }
}
