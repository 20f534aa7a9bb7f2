package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.engine.api.SearchReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that come back with less than they had, or with what they should have no more. */
class LossTest {
    @TempDir
    Path data;

    @Test
    void what_a_node_kept_of_a_deleted_index_is_swept() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}");
        stage.write("films", "{\"id\":1}");
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.world.perform(Simulation.dropping("books"));
        stage.node(stage.b).restart();
        stage.run(5000);
        assertThat(volumes(stage, stage.b)).anyMatch(name -> name.startsWith("books-"));
        stage.run(65_000);
        assertThat(volumes(stage, stage.b)).isNotEmpty().noneMatch(name -> name.startsWith("books-"));
        stage.check(false);
    }

    @Test
    void a_node_that_goes_back_while_its_copies_are_built_gives_itself_away() {
        Stage stage = new Stage(data, 2, 2, 4);
        String[] documents = Stage.FORTY;
        stage.write("books", documents);
        stage.node(stage.b).wipe();
        stage.run(1500);
        assertThat(stage.world.steps.runUntil(
                        () -> stage.stored(stage.b).contains(CopyState.IN_SYNC), Duration.ofMinutes(1)))
                .isTrue();
        stage.node(stage.b).rollBack(stage.node(stage.b).age() - 1);
        stage.run(60_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_volume_has_no_other_name_because_another_node_made_one_of_it() {
        for (int swapped = 100; swapped <= 1500; swapped += 100) {
            Stage stage = new Stage(data.resolve("swapped" + swapped), 2, 1, 2);
            stage.write("books", Stage.FORTY);
            String documents = "/indexes/" + stage.entry("books").volumeUid(stage.b, 0) + "/documents";
            int id = stage.node(stage.b).read(documents).at("/results/0/id").asInt();
            for (int i = 0; i < 6; i++) { // under these numbers the other node is about to have others
                stage.write("books", "{\"id\":" + id + "}");
            }
            stage.world.nodes.detours().swap(stage.a, stage.b);
            // that makes an index of the volume's name on the other node, which is asked to rename it then
            stage.script.once(
                    request ->
                            request.node().equals(stage.b) && request.method().equals("PATCH"),
                    Faults.Fate.BAD_GATEWAY);
            stage.world.submit(Simulation.settings("books", "{\"stopWords\":[\"a\"]}"));
            stage.run(swapped);
            stage.world.nodes.detours().straight();
            stage.run(60_000);
            stage.check(false);
        }
    }

    @Test
    void a_node_from_an_old_backup_brings_nothing_back_that_was_moved_away_since() {
        Stage stage = new Stage(data, 2, 2, 8);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        int before = stage.node(stage.a).age();
        NodeId fresh = new NodeId("new-0");
        stage.world.nodes.add(fresh);
        assertThat(stage.ended(stage.begin(Wishes.adding(fresh)))).isEqualTo(OperationStatus.SUCCEEDED);
        stage.run(10_000);
        stage.node(stage.a).rollBack(before);
        assertThat(stage.isRebuilt(stage.a)).isTrue();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<SearchReply> reply = stage.search("books");
            stage.run(1000);
            Stage.assertFound(40, reply);
        }
        stage.check(false);
    }

    @Test
    void a_node_that_went_back_is_known_after_a_crash_though_its_tasks_caught_up() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        stage.run(3000);
        stage.script.always(
                request -> request.node().equals(stage.b) && request.method().equals("GET"), Faults.Fate.SLOW);
        stage.node(stage.b).rollBack(stage.node(stage.b).age() - 1);
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":4}")));
        assertThat(stage.world.steps.runUntil(
                        () -> stage.world
                                        .engine()
                                        .cluster()
                                        .current()
                                        .node(stage.b)
                                        .observed()
                                == Health.RETURNING,
                        Duration.ofSeconds(20)))
                .isTrue();
        stage.run(20);
        stage.world.kill();
        assertThat(stage.stored(stage.b)).contains(CopyState.IN_SYNC);
        for (int i = 0; i < 3; i++) {
            for (int rank = 0; rank < 2; rank++) {
                String volume = stage.entry("books").volumeUid(stage.b, rank);
                stage.node(stage.b).byHand("DELETE", "/indexes/" + volume + "/documents", "");
            }
        }
        stage.script.calm();
        stage.world.restart();
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        stage.check(false);
    }

    private static List<String> volumes(Stage stage, NodeId node) {
        List<String> names = new ArrayList<>();
        for (JsonNode index : stage.node(node).read("/indexes?limit=100").path("results")) {
            names.add(index.path("uid").asText());
        }
        return names;
    }
}
