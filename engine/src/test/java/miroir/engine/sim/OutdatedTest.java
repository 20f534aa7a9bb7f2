package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.Engine;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoredTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was put back to an older state, or of which two Miroirs have a copy: nothing is served from it or done. */
class OutdatedTest {
    @TempDir
    Path data;

    private Stage stage;
    private MemoryStore older;

    @BeforeEach
    void start() {
        stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(2000);
        older = stage.world.store.copy();
    }

    @Test
    void a_store_that_is_as_old_as_its_nodes_serves_however_often_it_is_started() {
        for (int i = 0; i < 3; i++) {
            stage.world.restart();
            stage.run(3000);
            assertThat(outdated()).isNull();
        }
        stage.write("books", "{\"id\":77}");
        stage.check(false);
    }

    @Test
    void a_store_from_before_the_last_start_is_noticed() {
        stage.world.restart();
        stage.run(3000);
        putBack();
        assertThat(outdated()).contains("another start of Miroir that is number 2, as this one is", "it was put back");
        assertNothingIsServed();
    }

    @Test
    void a_store_from_before_the_last_write_is_noticed() {
        stage.write("books", "{\"id\":77}");
        putBack();
        assertThat(outdated()).contains("has done task 1");
        assertNothingIsServed();
    }

    @Test
    void a_store_from_before_a_change_of_settings_is_noticed() {
        stage.world.perform(Simulation.settings("books", "{\"filterableAttributes\":[\"c\"]}"));
        stage.run(3000);
        putBack();
        assertThat(outdated()).contains("record");
        assertNothingIsServed();
    }

    @Test
    void a_store_from_before_volumes_were_renamed_is_noticed() {
        stage.world.kill();
        for (NodeId node : List.of(stage.a, stage.b)) {
            for (VolumeName volume : volumes(node)) {
                rename(node, volume, volume.number() + 100);
            }
        }
        stage.run(2000);
        putBack();
        assertThat(outdated()).contains("number 10");
        assertNothingIsServed();
    }

    @Test
    void a_node_that_was_away_tells_when_it_is_back() {
        stage.write("books", "{\"id\":77}");
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        putBack();
        assertThat(outdated()).isNull();
        assertThat(found(stage.search("books"))).isZero();
        stage.node(stage.b).restart();
        stage.run(5000);
        assertThat(outdated()).contains(stage.b + " has done task 1");
        stage.node(stage.a).restart();
        assertNothingIsServed();
    }

    @Test
    void a_store_is_not_the_newest_for_being_started_often() {
        stage.world.restart();
        stage.run(3000);
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        putBack();
        for (int i = 0; i < 4; i++) {
            stage.world.restart();
            stage.run(3000);
        }
        stage.node(stage.b).restart();
        stage.run(5000);
        assertThat(outdated()).contains(stage.b + " has seen another start of Miroir that is number 2");
        assertNothingIsServed();
    }

    @Test
    void a_store_that_went_on_with_a_node_that_knew_no_better_is_noticed() {
        stage.node(stage.b).crash();
        stage.run(5000);
        stage.world.restart();
        stage.run(3000);
        stage.write("books", "{\"id\":77}");
        stage.node(stage.a).crash();
        stage.node(stage.b).restart();
        putBack();
        for (int i = 0; i < 4; i++) {
            stage.world.restart();
            stage.run(3000);
            assertThat(outdated()).isNull();
        }
        stage.write("films", "{\"id\":1}", "{\"id\":2}");
        stage.write("films", "{\"id\":3}");
        stage.write("films", "{\"id\":4}");
        stage.node(stage.a).restart();
        stage.run(5000);
        assertThat(outdated()).contains(stage.a + " has seen a start of Miroir, number 2");
        assertNothingIsServed();
    }

    @Test
    void nothing_is_taken_before_a_node_has_answered() {
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        stage.world.restart();
        CompletableFuture<StoredTask> refused =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":88}")));
        stage.run(5000);
        assertThatThrownBy(refused::join).hasMessageContaining("None of Miroir's own nodes has answered");
        stage.node(stage.b).restart();
        stage.run(5000);
        stage.node(stage.b).crash();
        stage.run(5000);
        CompletableFuture<StoredTask> taken =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":88}")));
        stage.run(5000);
        assertThat(taken).isCompleted();
    }

    @Test
    void of_two_on_copies_of_one_state_the_one_that_started_first_stands_back() {
        Engine second = stage.world.second();
        stage.run(5000);
        assertThat(outdated()).contains("a later start of Miroir");
        assertThat(second.cluster().outdated()).isNull();
        assertThat(found(stage.search("books"))).isZero();
    }

    @Test
    void two_that_count_to_the_same_term_do_not_both_go_on() {
        MemoryStore now = stage.world.store.copy();
        stage.world.restart();
        Engine first = stage.world.engine();
        stage.run(3000);
        stage.world.store.become(now);
        Engine second = stage.world.second();
        stage.run(5000);
        assertThat(first.cluster().outdated()).isNull();
        assertThat(second.cluster().outdated())
                .contains("another start of Miroir that is number 2, as this one is", "two processes");
    }

    @Test
    void a_name_that_somebody_took_is_not_the_volumes() {
        for (NodeId node : List.of(stage.a, stage.b)) {
            for (VolumeName volume : volumes(node)) {
                for (long number = volume.number() + 1; number < volume.number() + 20; number++) {
                    stage.node(node).byHand("POST", "/indexes", "{\"uid\":\"" + name(volume, number) + "\"}");
                }
            }
        }
        stage.run(2000);
        stage.world.restart();
        stage.run(2000);
        stage.script.once(Script.documentsTo(stage.b), Faults.Fate.LOST_REQUEST);
        stage.write("books", "{\"id\":1,\"c\":2}");
        stage.run(120_000);
        assertThat(outdated()).isNull();
        stage.check(false);
    }

    @Test
    void nodes_remember_the_catalogue_and_forget_what_was_deleted() {
        stage.write("films", "{\"id\":1}");
        stage.run(3000);
        assertThat(remembered(stage.a)).hasSize(3).anyMatch(text -> text.contains("\"uid\":\"films\""));
        assertThat(remembered(stage.b)).isEqualTo(remembered(stage.a));
        stage.world.perform(Simulation.dropping("films"));
        stage.run(4000);
        assertThat(remembered(stage.a)).hasSize(2).noneMatch(text -> text.contains("\"uid\":\"films\""));
        assertThat(remembered(stage.b)).isEqualTo(remembered(stage.a));
    }

    private void putBack() {
        stage.world.kill();
        stage.world.store.become(older);
        stage.world.restart();
        stage.run(4000);
    }

    private @Nullable String outdated() {
        return stage.world.engine().cluster().outdated();
    }

    /** Neither told, nor taken, nor done: the nodes hear nothing any more. */
    private void assertNothingIsServed() {
        int sent = stage.sent.size();
        MemoryStore before = stage.world.store.copy();
        assertThat(found(stage.search("books"))).isZero();
        CompletableFuture<StoredTask> refused =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":88}")));
        stage.run(90_000);
        assertThatThrownBy(refused::join)
                .hasCauseInstanceOf(ApiException.class)
                .extracting(failure -> ((ApiException) requireNonNull(failure.getCause()))
                        .error()
                        .code())
                .isEqualTo(ErrorCode.MIROIR_STATE_OUTDATED);
        assertThat(stage.sent).hasSize(sent);
        assertThat(stage.world.store.load()).isEqualTo(before.load());
    }

    private int found(CompletableFuture<SearchReply> reply) {
        stage.run(3000);
        JsonNode body = Oracle.read(new String(reply.join().body(), StandardCharsets.UTF_8));
        return body.path("hits").size();
    }

    private List<String> remembered(NodeId node) {
        return stage.node(node)
                .read("/indexes/" + VolumeName.RECORDS + "/documents?limit=1000")
                .path("results")
                .findValuesAsText("record");
    }

    private List<VolumeName> volumes(NodeId node) {
        return stage.node(node).read("/indexes?limit=1000").path("results").findValuesAsText("uid").stream()
                .flatMap(name -> VolumeName.parse(name).stream())
                .toList();
    }

    private String name(VolumeName volume, long number) {
        String clusterId = stage.world.latest().clusterId();
        return VolumeName.numbered("books-" + volume.index().value(), volume.rank(), clusterId, number);
    }

    private void rename(NodeId node, VolumeName volume, long number) {
        stage.node(node)
                .byHand(
                        "PATCH",
                        "/indexes/" + name(volume, volume.number()),
                        "{\"uid\":\"" + name(volume, number) + "\"}");
    }
}
