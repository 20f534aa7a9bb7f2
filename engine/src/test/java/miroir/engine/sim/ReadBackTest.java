package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import miroir.core.topology.NodeId;
import miroir.engine.api.Operator;
import miroir.engine.state.Protocol;
import miroir.engine.state.Safeguard;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at everything that can be polled after each single step, and at all that goes with it. */
class ReadBackTest {
    @TempDir
    Path data;

    /** That it comes out with the rule, and not without. */
    private void needs(BiConsumer<Path, Protocol> story) {
        story.accept(data.resolve("with"), Protocol.WHOLE);
        Protocol without = new Protocol(Set.of(Safeguard.PUBLISHED_FIRST), Protocol.WHOLE.few());
        assertThatThrownBy(() -> story.accept(data.resolve("without"), without)).isInstanceOf(AssertionError.class);
    }

    private static Stage stage(Path folder, Protocol protocol) {
        return new Stage(folder, new Simulation.Shape(1, 2, 2, 2, Duration.ZERO, protocol));
    }

    @Test
    void what_a_task_did_shows_as_soon_as_it_is_told() {
        needs((folder, protocol) -> {
            Stage stage = stage(folder, protocol);
            TaskPollers pollers = new TaskPollers(stage.world);
            stage.world.steps.afterEach(pollers::list);
            for (int round = 0; round < 3; round++) {
                stage.world.perform(Simulation.creation("books", "id"));
                stage.write("books", Stage.FORTY);
                stage.write("films", "{\"id\":" + round + "}");
                stage.world.perform(Simulation.settings("books", "{\"stopWords\":[\"w" + round + "\"]}"));
                stage.world.perform(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
                stage.world.perform(Simulation.renaming("books", "novels"));
                stage.world.perform(Simulation.dropping("novels"));
                pollers.complain();
            }
            stage.check(false);
        });
    }

    @Test
    void what_an_operation_did_shows_as_soon_as_it_is_told() {
        needs((folder, protocol) -> {
            Stage stage = stage(folder, protocol);
            stage.write("books", Stage.FORTY);
            OperationPollers pollers = new OperationPollers(stage.world);
            stage.world.witness(pollers);
            stage.world.steps.afterEach(pollers::list);
            NodeId fresh = new NodeId("new-0");
            stage.world.nodes.add(fresh);
            stage.carryOut(Wishes.adding(fresh));
            pollers.complain();
            String removal = stage.begin(Wishes.removing(stage.a));
            requireNonNull(stage.world.ask(o -> o.pause(removal, Stage.TEST)));
            stage.run(2000);
            requireNonNull(stage.world.ask(o -> o.throttle(removal, new Operator.Throttle(0, 2), Stage.TEST)));
            requireNonNull(stage.world.ask(o -> o.resume(removal, Stage.TEST)));
            stage.ended(removal);
            pollers.complain();
            String copies = stage.begin(Wishes.replicationFactor(1));
            requireNonNull(stage.world.ask(o -> o.cancel(copies, Stage.TEST)));
            requireNonNull(stage.world.ask(o -> o.verify("books", true, Stage.TEST)));
            stage.run(10_000);
            pollers.complain();
            stage.check(false);
        });
    }
}
