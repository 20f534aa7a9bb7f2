package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import miroir.core.task.TaskStatus;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What index, settings and deletion tasks do to the catalogue and say in the end. */
class IndexTasksTest {
    private static final List<String> TEN = java.util.stream.IntStream.range(0, 10)
            .mapToObj(i -> "{\"id\":" + i + ",\"c\":" + i % 2 + "}")
            .toList();

    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(data, 3, 2, 4);
    }

    @Test
    void a_bad_payload_makes_the_index_and_fails() {
        assertFailed(stage.write("books", "{\"id\":\"bad id\"}"), "invalid_document_id");
        stage.check(false);
        assertVolumesMade("books");
    }

    @Test
    void settings_that_contradict_the_stored_ones_fail_and_still_make_the_index() {
        String patch = "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"twoTypos\":3}}}";
        assertFailed(stage.world.perform(Simulation.settings("books", patch)), "invalid_settings_typo_tolerance");
        stage.check(false);
        assertVolumesMade("books");
    }

    @Test
    void primary_keys_are_inferred_in_the_order_of_the_tasks() {
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"book_id\":1}")));
        StoredTask second = stage.world.perform(stage.world.documents("books", "POST", List.of("{\"other_id\":1}")));
        assertFailed(second, "missing_document_id");
        assertThat(stage.entry("books").stored().primaryKey()).isEqualTo("book_id");
    }

    @Test
    void a_renamed_index_takes_the_writes_that_were_sent_after() {
        stage.world.submit(stage.world.documents("books", "POST", TEN));
        stage.world.submit(Simulation.renaming("books", "films"));
        stage.world.submit(stage.world.documents("films", "POST", List.of("{\"id\":77}")));
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1}")));
        var expected = stage.check(false);
        assertThat(requireNonNull(expected.get("films")).documents).hasSize(11);
        assertThat(requireNonNull(expected.get("books")).documents).hasSize(1);
    }

    @Test
    void renaming_to_and_fro_ends() {
        stage.world.submit(stage.world.documents("books", "POST", TEN));
        stage.world.submit(Simulation.renaming("books", "films"));
        stage.world.submit(Simulation.renaming("films", "books"));
        stage.world.submit(Simulation.renaming("films", "books"));
        stage.world.submit(Simulation.renaming("books", "films"));
        assertThat(stage.check(false)).containsOnlyKeys("films");
    }

    @Test
    void an_index_is_deleted_while_a_node_is_down() {
        stage.world.perform(stage.world.documents("books", "POST", TEN));
        stage.node(stage.b).crash();
        stage.run(5000);
        assertThat(stage.world.perform(Simulation.dropping("books")).status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.node(stage.b).restart();
        assertThat(stage.check(false)).isEmpty();
    }

    @Test
    void an_index_that_is_being_deleted_does_not_come_back_into_sight() {
        stage.world.perform(stage.world.documents("books", "POST", TEN));
        stage.node(stage.a).stick(true);
        stage.world.submit(stage.world.documents("books", "POST", TEN));
        stage.world.submit(Simulation.dropping("books"));
        stage.run(2000);
        stage.node(stage.a).stick(false);
        boolean gone = false;
        while (!stage.world.idle() && stage.world.steps.step()) {
            boolean hidden = stage.world.engine().cluster().current().index("books") == null;
            assertThat(hidden || !gone).isTrue();
            gone |= hidden;
        }
        assertThat(gone).isTrue();
    }

    @Test
    void an_index_is_deleted_after_what_its_nodes_could_not_do_at_first() {
        Stage light = Stage.ofLight(data.resolve("light"), 1, 1, 2);
        light.write("books", TEN.toArray(String[]::new));
        light.script.once(request -> request.path().contains("delete-batch"), Faults.Fate.BROKEN_TASK);
        light.world.submit(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
        light.world.submit(Simulation.dropping("books"));
        assertThat(light.check(false)).isEmpty();
    }

    @Test
    void a_first_primary_key_stays_where_only_some_nodes_took_it() {
        Stage light = Stage.ofLight(data.resolve("light"), 2, 1, 4);
        light.world.perform(Simulation.settings("books", "{}"));
        light.script.always(
                request -> request.node().equals(light.b)
                        && request.method().equals("PATCH")
                        && !request.path().endsWith("/settings"),
                Faults.Fate.BROKEN_TASK);
        assertFailed(light.world.perform(Simulation.keying("books", "alt")), "internal");
        light.script.calm();
        assertThat(light.entry("books").stored().primaryKey()).isEqualTo("alt");
        light.world.perform(light.world.documents(
                "books",
                "POST",
                TEN.stream().map(d -> d.replace("\"c\"", "\"alt\"")).toList()));
        light.check(true);
    }

    @Test
    void a_document_without_a_place_can_make_its_index_again_and_again() {
        for (int steps = 1; steps < 60; steps++) {
            Stage killed = new Stage(data.resolve("after-" + steps), 2, 2, 2);
            killed.world.submit(killed.world.documents("books", "POST", List.of("{\"id\":1,\"_geo\":\"nowhere\"}")));
            killed.run(steps * 5L);
            killed.world.restart();
            assertThat(requireNonNull(killed.check(false).get("books")).documents)
                    .hasSize(1);
        }
    }

    @Test
    void what_failed_without_an_index_fails_again_after_a_kill_although_the_next_task_made_one() {
        for (int steps = 1; steps < 60; steps++) {
            Stage killed = new Stage(data.resolve("after-" + steps), 2, 2, 2);
            killed.world.submit(Simulation.dropping("books"));
            killed.world.submit(killed.world.documents("books", "POST", TEN));
            for (int i = 0; i < steps; i++) {
                killed.world.steps.step();
            }
            killed.world.restart();
            killed.check(false);
        }
    }

    @Test
    void documents_that_made_their_index_are_looked_up_after_a_kill_like_all_others() {
        Stage killed = new Stage(data.resolve("killed"), 2, 2, 1);
        killed.script.once(
                request -> Faults.addsDocuments(request) && request.node().equals(killed.b), Faults.Fate.LOST_REQUEST);
        killed.world.submit(killed.world.documents("books", "POST", TEN));
        assertThat(killed.world.steps.runUntil(() -> !killed.tags(killed.a).isEmpty(), Duration.ofSeconds(5)))
                .isTrue();
        killed.run(200);
        killed.script.always(Faults::addsDocuments, Faults.Fate.FAILING_TASK);
        killed.world.restart();
        killed.run(20_000);
        killed.script.calm();
        killed.check(true);
    }

    @Test
    void deletions_count_each_document_once() {
        stage.world.perform(Simulation.settings("books", "{\"filterableAttributes\":[\"c\"]}"));
        stage.world.perform(stage.world.documents("books", "POST", TEN));
        List<String> ids = List.of("0", "1", "77");
        assertThat(deleted(Simulation.deletion("books", new TaskRequest.DeleteDocuments(ids))))
                .isEqualTo(2);
        assertThat(deleted(Simulation.deletion("books", new TaskRequest.DeleteByFilter("\"c = 1\""))))
                .isEqualTo(4);
        assertThat(deleted(Simulation.deletion("books", new TaskRequest.ClearDocuments())))
                .isEqualTo(4);
        stage.world.perform(stage.world.documents("books", "POST", TEN));
        assertThat(deleted(Simulation.dropping("books"))).isEqualTo(10);
    }

    private long deleted(miroir.engine.task.NewTask task) {
        return Oracle.read(String.valueOf(stage.world.perform(task).details()))
                .path("deletedDocuments")
                .asLong(-1);
    }

    private static void assertFailed(StoredTask task, String code) {
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(String.valueOf(task.error())).contains(code);
    }

    private void assertVolumesMade(String index) {
        IndexEntry entry = stage.entry(index);
        entry.routes().copies().forEach(copy -> {
            JsonNode settings =
                    stage.node(copy.node()).read("/indexes/" + entry.volumeUid(copy.node(), copy.rank()) + "/settings");
            assertThat(settings.path("filterableAttributes").toString()).contains("_miroir_shard");
        });
    }
}
