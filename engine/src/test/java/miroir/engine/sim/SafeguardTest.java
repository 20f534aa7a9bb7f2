package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import miroir.core.operation.MovePhase;
import miroir.core.placement.CopyState;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.state.Cluster;
import miroir.engine.state.Protocol;
import miroir.engine.state.Safeguard;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules whose moment is too short for random histories to meet: each is led there, once with the rule and once without. */
class SafeguardTest {
    private static final String[] FORTY = Stage.FORTY;

    @TempDir
    Path data;

    private void needs(Safeguard rule, BiConsumer<Path, Protocol> story) {
        story.accept(data.resolve("with"), Protocol.WHOLE);
        Protocol without = new Protocol(Set.of(rule), Protocol.WHOLE.few());
        assertThatThrownBy(() -> story.accept(data.resolve("without"), without)).isInstanceOf(AssertionError.class);
    }

    private static Stage stage(Path data, int nodes, int replicationFactor, Duration grace, Protocol protocol) {
        return new Stage(data, new Simulation.Shape(1, nodes, replicationFactor, 4, grace, protocol));
    }

    @Test
    void a_copy_is_demoted_before_the_task_that_it_missed_ends() {
        needs(Safeguard.DEMOTION_BEFORE_ACK, (folder, protocol) -> {
            Stage stage = stage(folder, 2, 2, Duration.ZERO, protocol);
            stage.write("books", "{\"id\":1}");
            stage.script.once(Script.documentsTo(stage.b), Faults.Fate.FAILING_TASK);
            stage.world.killAt(0);
            stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":2}")));
            stage.run(5000);
            stage.world.restart();
            stage.check(false);
        });
    }

    /** Other settings, which random histories meet at the verification, are put right just before it, or soon after. */
    @Test
    void a_copy_that_lost_documents_after_it_was_compared_does_not_take_a_place() {
        needs(Safeguard.VERIFY, (folder, protocol) -> {
            Simulation.Shape shape = new Simulation.Shape(1, 1, 1, 4, Duration.ZERO, protocol);
            Stage stage = new Stage(folder, shape, NodeKind.LIGHT);
            stage.write("books", FORTY);
            NodeId fresh = new NodeId("new-0");
            stage.world.nodes.add(fresh);
            AtomicInteger looks = new AtomicInteger();
            stage.world.nodes.witness(request -> {
                boolean settings = request.node().equals(fresh)
                        && request.method().equals("GET")
                        && request.path().endsWith("/settings");
                // the first look is when the volume is made, the second when all is copied and compared
                if (settings && looks.incrementAndGet() == 2) {
                    stage.node(fresh).lose(request.path().split("/", -1)[2]);
                }
            });
            stage.begin(Wishes.adding(fresh));
            stage.run(60_000);
            assertThat(looks.get()).isGreaterThan(1);
            stage.check(false);
            assertThat(stage.stored(fresh)).containsExactly(CopyState.IN_SYNC);
        });
    }

    @Test
    void a_node_that_lost_its_data_while_it_was_compared_does_not_take_a_place() {
        needs(Safeguard.IDENTITY, (folder, protocol) -> {
            Stage stage = stage(folder, 1, 1, Duration.ZERO, protocol);
            stage.write("books", FORTY);
            NodeId fresh = new NodeId("new-0");
            stage.world.nodes.add(fresh);
            String operation = stage.begin(Wishes.adding(fresh));
            reach(stage, operation, MovePhase.COPYING);
            int before = stage.node(fresh).age();
            stage.script.always(
                    request -> request.node().equals(fresh)
                            && request.path().startsWith("/indexes/" + VolumeName.IDENTITY),
                    Faults.Fate.SLOW);
            reach(stage, operation, MovePhase.VERIFY);
            stage.run(20);
            stage.node(fresh).rollBack(before);
            stage.run(5000);
            stage.script.calm();
            stage.run(60_000);
            stage.check(false);
            assertThat(stage.entry("books").routes().copies()).allMatch(c -> c.state() == CopyState.IN_SYNC);
        });
    }

    private static void reach(Stage stage, String operation, MovePhase phase) {
        assertThat(stage.world.steps.runUntil(
                        () -> moves(stage, operation).stream().anyMatch(move -> move.phase() == phase),
                        Duration.ofMinutes(1)))
                .isTrue();
    }

    private static List<OperationPicture.MovePicture> moves(Stage stage, String operation) {
        return stage.operation(operation).moves();
    }

    @Test
    void what_was_moved_stays_until_the_node_that_has_it_now_proves_itself() {
        needs(Safeguard.RECHECK_BEFORE_CLEANING, (folder, protocol) -> {
            for (int delay = 0; delay < 1000; delay += 100) {
                Stage stage = stage(folder.resolve("after" + delay), 2, 1, Duration.ZERO, protocol);
                stage.write("books", FORTY);
                stage.run(delay);
                stage.begin(Wishes.draining(stage.a));
                assertThat(stage.world.steps.runUntil(
                                () -> stage.stored(stage.a).equals(List.of(CopyState.LEAVING)), Duration.ofMinutes(1)))
                        .isTrue();
                stage.run(1900);
                stage.node(stage.b).wipe();
                stage.run(10_000);
                String volume = stage.entry("books").volumeUid(stage.a, 0);
                assertThat(stage.node(stage.a)
                                .read("/indexes/" + volume + "/documents?limit=0")
                                .path("total")
                                .asInt())
                        .isPositive();
            }
        });
    }

    @Test
    void what_somebody_else_did_to_a_copy_is_mended() {
        needs(Safeguard.FOREIGN_TASKS, (folder, protocol) -> {
            Stage stage = stage(folder, 2, 2, Duration.ZERO, protocol);
            stage.write("books", FORTY);
            String volume = stage.entry("books").volumeUid(stage.b, 0);
            stage.node(stage.b).byHand("DELETE", "/indexes/" + volume + "/documents", "");
            stage.run(60_000);
            stage.check(false);
        });
    }

    @Test
    void what_was_sent_before_a_kill_is_not_sent_again_blindly() {
        needs(Safeguard.STARTED_FIRST, (folder, protocol) -> {
            Stage stage = stage(folder, 1, 1, Duration.ZERO, protocol);
            stage.write("books", FORTY);
            stage.sent.clear();
            stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":2}")));
            // the disk is still at these when the task is planned
            Cluster cluster = stage.world.engine().cluster();
            AuditRow row = AuditRow.of(stage.world.engine().tasks().now(), "a test", "", "", "");
            stage.world.engine().ports().loop().execute(() -> {
                for (int i = 0; i < 100; i++) {
                    Unattended.run(cluster.write(List.of(new Change.Audit(row))), "keeping the disk busy");
                }
            });
            assertThat(stage.world.steps.runUntil(
                            () -> stage.sent.stream().anyMatch(Script.documentsTo(stage.a)), Duration.ofSeconds(9)))
                    .isTrue();
            stage.world.restart();
            stage.check(false);
            assertThat(stage.tags(stage.a)).doesNotHaveDuplicates();
        });
    }

    @Test
    void a_strange_answer_is_no_loss() {
        needs(Safeguard.LOSS_PROOF, (folder, protocol) -> {
            Stage stage = stage(folder, 1, 1, Duration.ZERO, protocol);
            stage.write("books", FORTY);
            stage.script.always(request -> request.path().startsWith("/tasks?reverse"), Faults.Fate.GARBAGE);
            for (int i = 0; i < 60; i++) {
                stage.run(1000);
                assertThat(stage.entry("books").routes().copies()).allMatch(c -> c.state() == CopyState.IN_SYNC);
            }
        });
    }

    @Test
    void what_fails_on_one_volume_is_put_back_on_the_others() {
        needs(Safeguard.UNDO, (folder, protocol) -> {
            Stage stage = stage(folder, 3, 2, Duration.ZERO, protocol);
            stage.write("books", FORTY);
            stage.write("books", "{\"id\":1,\"_geo\":\"nowhere\"}");
            stage.world.perform(
                    Simulation.settings("books", "{\"filterableAttributes\":[\"_geo\"],\"stopWords\":[\"b\"]}"));
            for (var copy : stage.entry("books").routes().copies()) {
                String volume = stage.entry("books").volumeUid(copy.node(), copy.rank());
                assertThat(stage.node(copy.node())
                                .read("/indexes/" + volume + "/settings")
                                .path("stopWords"))
                        .isEmpty();
            }
        });
    }
}
