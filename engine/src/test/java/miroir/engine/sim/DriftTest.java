package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeRequest;
import miroir.engine.settings.ClientSettings;
import miroir.engine.settings.NodeSettings;
import miroir.engine.store.AuditRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody changed on a node, past Miroir, is put right by itself. */
class DriftTest {
    private static final String OTHER = "{\"stopWords\":[\"the\"],\"synonyms\":{\"a\":[\"b\"]}}";
    private static final long TWO_MINUTES = 120_000;

    @TempDir
    Path data;

    private static String volume(Stage stage, NodeId node) {
        return stage.entry("books").routes().copies().stream()
                .filter(copy -> copy.node().equals(node))
                .map(copy -> stage.entry("books").volumeUid(node, copy.rank()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode settings(Stage stage, NodeId node) {
        return stage.node(node).read("/indexes/" + volume(stage, node) + "/settings");
    }

    private static void assertRight(Stage stage, NodeId node) {
        assertThat(NodeSettings.differing(stage.entry("books").stored().settings(), settings(stage, node)))
                .isEmpty();
    }

    private static List<AuditRow> audit(Stage stage, String what) {
        return stage.world.store.audit(0, 1000).stream()
                .filter(row -> row.what().equals(what))
                .toList();
    }

    private static long changes(Stage stage, NodeId node, String volume) {
        return stage.sent.stream()
                .filter(request -> request.node().equals(node) && Faults.writes(request))
                .filter(request -> request.path().startsWith("/indexes/" + volume))
                .count();
    }

    @Test
    void settings_that_no_task_tells_of_are_put_right_within_two_minutes() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.world.perform(Simulation.settings("books", "{\"stopWords\":[\"of\"]}"));
        stage.node(stage.b).secretly().set(volume(stage, stage.b), OTHER);
        stage.run(TWO_MINUTES);
        assertRight(stage, stage.b);
        assertThat(audit(stage, "mend drift")).singleElement().satisfies(row -> {
            assertThat(List.of(row.who(), row.target())).containsExactly("miroir", "books");
            assertThat(row.before()).contains(volume(stage, stage.b), "node-0b", "stopWords, synonyms");
        });
        assertThat(audit(stage, "demote")).isEmpty();
        stage.check(false);
    }

    @Test
    void settings_that_somebody_sent_to_the_node_are_put_right_at_once() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(65_000);
        stage.node(stage.b).byHand("PATCH", "/indexes/" + volume(stage, stage.b) + "/settings", OTHER);
        stage.run(5000);
        assertRight(stage, stage.b);
        assertThat(audit(stage, "mend drift")).hasSize(1);
        assertThat(audit(stage, "demote")).isEmpty();
        stage.check(false);
    }

    @Test
    void a_volume_that_somebody_gave_another_name_is_built_anew_though_a_write_made_it_again() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).byHand("PATCH", "/indexes/" + volume(stage, stage.b), "{\"uid\":\"mine\"}");
        stage.write("books", "{\"id\":77}");
        stage.run(TWO_MINUTES);
        assertThat(audit(stage, "demote")).isNotEmpty();
        stage.check(false);
    }

    @Test
    void a_volume_that_is_not_as_miroir_makes_them_is_not_believed() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).secretly().set(volume(stage, stage.b), "{\"filterableAttributes\":[]}");
        stage.run(TWO_MINUTES);
        assertThat(audit(stage, "demote")).hasSize(1);
        assertRight(stage, stage.b);
        stage.check(false);
    }

    @Test
    void what_is_as_it_should_be_is_left_alone() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        String rich = """
                {"synonyms":{"a":["b"]},"filterableAttributes":["z","c",{"attributePatterns":["*_x"]}],\
                "sortableAttributes":["c","z"],"searchCutoffMs":70,\
                "typoTolerance":{"disableOnWords":["a","z"]},"faceting":{"sortFacetValuesBy":{"c":"count"}},\
                "localizedAttributes":[{"locales":["eng"],"attributePatterns":["t"]}]}""";
        stage.world.perform(Simulation.settings(
                "books",
                ClientSettings.patch(rich.getBytes(StandardCharsets.UTF_8)).toString()));
        stage.run(5000);
        int from = stage.sent.size();
        stage.run(TWO_MINUTES);
        List<NodeRequest> since = stage.sent.subList(from, stage.sent.size());
        assertThat(since).anyMatch(r -> r.path().endsWith("/settings")).noneMatch(Faults::writes);
        assertThat(audit(stage, "mend drift")).isEmpty();
        stage.check(false);
    }

    @Test
    void what_nodes_write_their_own_way_is_given_once_and_is_no_drift() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.world.perform(Simulation.settings("books", "{\"sortableAttributes\":[\"z\",\"c\"]}"));
        int from = stage.sent.size();
        stage.run(3 * TWO_MINUTES);
        assertThat(mendings(stage, from)).isEqualTo(1);
        assertThat(audit(stage, "mend drift")).isEmpty();
        stage.node(stage.b).byHand("PATCH", "/indexes/" + volume(stage, stage.b) + "/settings", OTHER);
        stage.run(5000);
        assertThat(audit(stage, "mend drift")).hasSize(1);
        assertThat(settings(stage, stage.b).path("synonyms")).isEmpty();
    }

    @Test
    void a_setting_that_only_a_newer_node_knows_is_none_of_ours() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).upgrade();
        long before = changes(stage, stage.b, volume(stage, stage.b));
        stage.run(TWO_MINUTES);
        assertThat(changes(stage, stage.b, volume(stage, stage.b))).isEqualTo(before);
        stage.node(stage.b).wipe();
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        stage.check(false);
    }

    @Test
    void the_primary_key_of_an_empty_volume_is_put_right() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.world.perform(Simulation.creation("books", "id"));
        stage.node(stage.b).secretly().key(volume(stage, stage.b), "isbn");
        stage.run(TWO_MINUTES);
        assertThat(stage.node(stage.b)
                        .read("/indexes/" + volume(stage, stage.b))
                        .path("primaryKey")
                        .asText())
                .isEqualTo("id");
        assertThat(audit(stage, "mend drift")).hasSize(1);
        assertThat(audit(stage, "demote")).isEmpty();
        assertThat(stage.write("books", Stage.FORTY).status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.check(false);
    }

    @Test
    void a_volume_with_documents_by_another_primary_key_is_built_anew() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).secretly().key(volume(stage, stage.b), "isbn");
        stage.run(TWO_MINUTES);
        assertThat(audit(stage, "demote")).isNotEmpty();
        assertThat(stage.node(stage.b)
                        .read("/indexes/" + volume(stage, stage.b))
                        .path("primaryKey")
                        .asText())
                .isEqualTo("id");
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_volume_that_is_gone_is_built_anew() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).secretly().drop(volume(stage, stage.b));
        stage.run(TWO_MINUTES);
        assertThat(audit(stage, "demote"))
                .singleElement()
                .satisfies(row -> assertThat(row.after()).contains("is not there any more"));
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_volume_that_somebody_deleted_is_built_anew_though_a_write_made_it_again() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).byHand("DELETE", "/indexes/" + volume(stage, stage.b), "");
        stage.world.submit(stage.world.documents("books", "POST", List.of(Stage.FORTY)));
        stage.run(20_000);
        assertThat(audit(stage, "demote")).isNotEmpty();
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void the_last_copies_are_never_given_up_and_their_loss_is_told_once() {
        Stage stage = Stage.ofLight(data, 2, 1, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).secretly().drop(volume(stage, stage.b));
        stage.run(3 * TWO_MINUTES);
        assertThat(audit(stage, "lost volume")).hasSize(1);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
    }

    @Test
    void a_node_that_cannot_be_asked_has_nothing_mended() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.script.always(
                request -> request.node().equals(stage.b) && request.path().endsWith("/settings"),
                Faults.Fate.BAD_GATEWAY);
        stage.node(stage.b).secretly().set(volume(stage, stage.b), OTHER);
        long before = changes(stage, stage.b, volume(stage, stage.b));
        stage.run(TWO_MINUTES);
        assertThat(changes(stage, stage.b, volume(stage, stage.b))).isEqualTo(before);
        stage.script.calm();
        stage.run(TWO_MINUTES);
        assertRight(stage, stage.b);
        stage.check(false);
    }

    @Test
    void nothing_is_mended_while_a_write_is_under_way() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.a).stick(true);
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":7}")));
        stage.run(100);
        stage.node(stage.b).secretly().set(volume(stage, stage.b), OTHER);
        int from = stage.sent.size();
        stage.world.steps.runUntil(() -> mendings(stage, from) > 0, Duration.ofMinutes(3));
        assertThat(mendings(stage, from)).isEqualTo(1);
        assertThat(stage.world.idle()).as("the write has ended before").isTrue();
        stage.node(stage.a).stick(false);
        stage.run(TWO_MINUTES);
        assertRight(stage, stage.b);
        stage.check(false);
    }

    @Test
    void what_is_written_all_the_time_stands_still_while_it_is_mended() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).secretly().set(volume(stage, stage.b), OTHER);
        List<Long> open = new ArrayList<>();
        stage.world.nodes.witness(request -> {
            if (request.method().equals("PATCH") && request.path().endsWith("/settings")) {
                open.add(openOnNodes(stage));
            }
        });
        for (int i = 0; i < 4000 && open.isEmpty(); i++) {
            stage.world.submit(
                    stage.world.documents("books", "POST", List.of("{\"id\":" + i % 40 + ",\"c\":" + i + "}")));
            stage.run(20);
        }
        assertThat(open).containsExactly(0L);
        stage.run(TWO_MINUTES);
        assertRight(stage, stage.b);
        stage.check(false);
    }

    /** How many tasks of the index's volumes the nodes have not ended. */
    private static long openOnNodes(Stage stage) {
        return stage.world.ids().stream()
                .flatMap(id -> StreamSupport.stream(
                        stage.node(id).read("/tasks?limit=100").path("results").spliterator(), false))
                .filter(task -> task.path("indexUid").asText().startsWith("books-")
                        && task.path("finishedAt").isNull())
                .count();
    }

    private static long mendings(Stage stage, int from) {
        return stage.sent.subList(from, stage.sent.size()).stream()
                .filter(request ->
                        request.method().equals("PATCH") && request.path().endsWith("/settings"))
                .count();
    }

    @Test
    void settings_that_change_under_clients_hands_are_no_drift() {
        Stage stage = new Stage(data, 3, 2, 4);
        stage.write("books", Stage.FORTY);
        for (int i = 0; i < 30; i++) {
            stage.world.submit(Simulation.settings("books", "{\"stopWords\":[\"w" + i + "\"]}"));
            stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":" + i + "}")));
            stage.run(700);
        }
        stage.run(TWO_MINUTES);
        assertThat(audit(stage, "mend drift")).isEmpty();
        stage.check(false);
    }

    /** Begins to move copies to a new node and goes on to where the first are copied. */
    private static String moving(Stage stage, NodeId fresh) {
        stage.write("books", Stage.FORTY);
        stage.world.nodes.add(fresh);
        String operation = stage.begin(Wishes.adding(fresh));
        assertThat(stage.world.steps.runUntil(
                        () -> stage.operation(operation).moves().stream()
                                .anyMatch(move -> move.phase() == MovePhase.COPYING),
                        Duration.ofMinutes(1)))
                .isTrue();
        return operation;
    }

    private static void assertMovedAtOnce(Stage stage, String operation) {
        assertThat(stage.ended(operation)).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(stage.operation(operation).moves())
                .isNotEmpty()
                .allMatch(move -> move.attempts() == 1 && move.error() == null);
        stage.check(false);
    }

    @Test
    void settings_that_change_while_a_copy_is_built_reach_it_without_another_attempt() {
        Stage stage = new Stage(data, 1, 1, 4);
        String operation = moving(stage, new NodeId("new-0"));
        stage.world.perform(Simulation.settings("books", "{\"stopWords\":[\"of\"]}"));
        assertMovedAtOnce(stage, operation);
    }

    @Test
    void a_target_whose_settings_somebody_changed_gets_them_right_and_serves() {
        NodeId fresh = new NodeId("new-0");
        Stage stage = Stage.ofLight(data, 1, 1, 4);
        String operation = moving(stage, fresh);
        stage.node(fresh).secretly().set(stage.entry("books").volumeUid(fresh, 0), OTHER);
        assertMovedAtOnce(stage, operation);
        assertRight(stage, fresh);
    }

    @Test
    void a_source_whose_settings_somebody_changed_gets_them_right_and_its_copies_are_built() {
        NodeId fresh = new NodeId("new-0");
        Stage stage = Stage.ofLight(data, 1, 1, 4);
        String operation = moving(stage, fresh);
        stage.node(stage.a).secretly().set(volume(stage, stage.a), OTHER);
        assertMovedAtOnce(stage, operation);
        assertRight(stage, stage.a);
        assertRight(stage, fresh);
    }
}
