package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import miroir.embedded.EmbeddedRequest;
import org.junit.jupiter.api.Test;

/** What a node of the simulator keeps of its tasks. */
class SimNodeTest {
    private final StepScheduler steps = new StepScheduler(new Random(1));
    private final SimNode node = new SimNode(steps, new Random(1), NodeKind.BOTH);

    private String makeTask() {
        EmbeddedRequest create = new EmbeddedRequest(
                "POST",
                "/indexes",
                Map.of(),
                Map.of("content-type", "application/json"),
                "{\"uid\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        node.handle(create);
        steps.run(Duration.ofMillis(100));
        return enqueuedAt(node.age() - 1);
    }

    private String enqueuedAt(int uid) {
        return node.read("/tasks/" + uid).path("enqueuedAt").asText();
    }

    @Test
    void a_node_that_is_rolled_back_shows_the_times_of_the_tasks_it_still_has() {
        List<String> times = List.of(makeTask(), makeTask(), makeTask());
        node.rollBack(2);
        assertThat(List.of(enqueuedAt(0), enqueuedAt(1))).isEqualTo(times.subList(0, 2));
        Set<String> all = new HashSet<>(times);
        all.add(makeTask());
        assertThat(all).as("the next task has a time that none had before").hasSize(4);
    }
}
