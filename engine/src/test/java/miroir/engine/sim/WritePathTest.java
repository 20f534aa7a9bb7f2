package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.embedded.EmbeddedRequest;
import miroir.engine.sim.Faults.Fate;
import miroir.engine.store.StoredTask;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritePathTest {
    private static final String ONE = "{\"id\":1,\"c\":1}";
    private static final String TWO = "{\"id\":2,\"c\":1}";

    private static final List<String> MANY =
            IntStream.range(0, 40).mapToObj(i -> "{\"id\":" + i + ",\"c\":1}").toList();

    @TempDir
    Path data;

    @Test
    void a_copy_that_missed_a_write_is_demoted_durably_before_the_next_dispatch() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.script.times(2, Script.documentsTo(stage.b), Fate.REFUSED);
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
        List<List<CopyState>> atDispatch = new ArrayList<>();
        stage.world.nodes.witness(request -> {
            if (request.path().contains("%3A2%3A0%3A0")) {
                atDispatch.add(stage.stored(stage.b));
            }
        });
        stage.check(false);
        assertThat(atDispatch).containsExactly(List.of(CopyState.STALE));
    }

    @Test
    void a_lost_answer_is_found_and_not_sent_again() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.script.once(Script.documentsTo(stage.a), Fate.LOST_ANSWER);
        stage.write("books", ONE);
        stage.check(false);
        assertThat(stage.tags(stage.a)).hasSize(1);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.IN_SYNC);
    }

    @Test
    void a_lost_answer_is_found_behind_a_thousand_other_tasks() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.script.once(Script.documentsTo(stage.a), Fate.LOST_ANSWER);
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
        stage.world.steps.runUntil(() -> !stage.tags(stage.a).isEmpty(), Duration.ofSeconds(5));
        for (int i = 0; i < 1200; i++) {
            byte[] body = ("{\"uid\":\"other" + i + "\"}").getBytes(StandardCharsets.UTF_8);
            stage.node(stage.a)
                    .handle(new EmbeddedRequest(
                            "POST", "/indexes", Map.of(), Map.of("content-type", "application/json"), body));
        }
        stage.check(false);
        assertThat(stage.tags(stage.a)).doesNotHaveDuplicates();
        assertThat(stage.sent.stream().filter(Faults::addsDocuments)).hasSize(1);
    }

    @Test
    void a_request_that_comes_to_life_late_does_no_harm() {
        for (int lost = 0; lost < 3; lost++) {
            Stage stage = new Stage(data.resolve("lost-" + lost), 1, 1, 1);
            stage.script.times(lost, Script.documentsTo(stage.a), Fate.LOST_REQUEST);
            stage.script.once(Script.documentsTo(stage.a), Fate.ZOMBIE);
            stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
            stage.world.submit(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
            stage.check(false);
            assertThat(stage.tags(stage.a)).hasSize(2);
        }
    }

    @Test
    void an_answer_of_something_between_is_looked_up_before_anything_is_sent_again() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.script.once(Script.documentsTo(stage.a), Fate.BAD_GATEWAY);
        stage.write("books", ONE);
        stage.check(false);
        assertThat(stage.tags(stage.a)).hasSize(1);
    }

    @Test
    void a_promised_task_survives_a_kill_before_its_dispatch() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
        stage.world.steps.runUntil(() -> !stage.world.promised.isEmpty(), Duration.ofSeconds(1));
        stage.world.restart();
        assertThat(stage.check(false)).containsKey("books");
    }

    @Test
    void a_dispatched_task_survives_a_kill_and_is_not_sent_again() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.node(stage.a).stick(true);
        stage.node(stage.b).stick(true);
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        stage.run(500);
        stage.world.restart();
        stage.run(5000);
        stage.node(stage.a).stick(false);
        stage.node(stage.b).stick(false);
        stage.check(false);
        assertThat(stage.tags(stage.a)).hasSize(2);
        assertThat(stage.tags(stage.b)).hasSize(2);
    }

    @Test
    void a_request_of_a_killed_miroir_does_no_harm() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.write("books", TWO);
        stage.script.once(Script.documentsTo(stage.a), Fate.ZOMBIE);
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
        stage.world.submit(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
        stage.run(30);
        stage.world.restart();
        stage.check(false);
        assertThat(stage.tags(stage.a)).hasSize(3);
    }

    @Test
    void an_index_survives_a_kill_between_its_registration_and_its_creation() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.world.submit(Simulation.creation("books", "id"));
        boolean registered = stage.world.steps.runUntil(
                () -> !stage.world.store.load().indexes().isEmpty(), Duration.ofSeconds(1));
        assertThat(registered).isTrue();
        assertThat(stage.sent.stream().filter(r -> r.path().equals("/indexes"))).isEmpty();
        stage.world.restart();
        stage.check(false);
        assertThat(stage.entry("books").stored().primaryKey()).isEqualTo("id");
    }

    @Test
    void a_node_wiped_between_probe_and_write_loses_its_copies() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.run(3000);
        stage.node(stage.a).wipe();
        StoredTask task = stage.write("books", TWO);
        assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.check(true);
        assertThat(stage.isRebuilt(stage.a)).isTrue();
    }

    @Test
    void a_node_wiped_while_miroir_was_down_takes_no_write_before_it_was_probed() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.run(3000);
        stage.world.kill();
        stage.node(stage.a).wipe();
        stage.world.restart();
        stage.sent.clear();
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        stage.check(true);
        assertThat(stage.sent.stream().filter(Script.documentsTo(stage.a)).filter(request -> !Stage.isSync(request)))
                .isEmpty();
        assertThat(stage.isRebuilt(stage.a)).isTrue();
    }

    @Test
    void a_marker_written_late_does_not_make_a_node_lose_its_copies() {
        Script script = new Script();
        script.once(r -> r.path().startsWith("/indexes/miroir-meta/documents?"), Fate.ZOMBIE);
        Simulation world = new Simulation(new java.util.Random(3), new Simulation.Shape(1, 1, 1, 1), script, data);
        // a new state takes nothing before a node has joined
        world.steps.runUntilSeen(
                () -> world.engine().cluster().withheld() == null, Duration.ofMillis(1), Duration.ofSeconds(10));
        StoredTask task = world.perform(world.documents("books", "POST", List.of(ONE)));
        world.steps.run(Duration.ofSeconds(10));
        assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(world.store.load().copies().values().stream().flatMap(List::stream))
                .allMatch(copy -> copy.state() == CopyState.IN_SYNC);
    }

    @Test
    void an_index_that_loses_a_shard_at_birth_is_made_on_the_other_nodes() {
        Stage stage = new Stage(data, 2, 1, 2);
        stage.node(stage.a).crash();
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE, TWO)));
        stage.run(5000);
        stage.node(stage.a).wipe();
        stage.node(stage.a).restart();
        stage.world.restart();
        stage.check(true);
    }

    @Test
    void an_index_is_created_while_a_node_is_down() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.node(stage.b).crash();
        stage.run(5000);
        assertThat(stage.world.perform(Simulation.creation("books", "id")).status())
                .isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.write("books", ONE).status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.node(stage.b).restart();
        stage.check(false);
        assertThat(stage.isRebuilt(stage.b)).isTrue();
    }

    @Test
    void only_copies_that_failed_alone_are_demoted_when_a_node_fails_a_task() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.script.once(Script.documentsTo(stage.a), Fate.FAILING_TASK);
        assertThat(stage.write("books", TWO).status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.check(false);
        assertThat(stage.isRebuilt(stage.a)).isTrue();
        assertThat(stage.isRebuilt(stage.b)).isFalse();
    }

    @Test
    void shards_demoted_while_a_write_is_tried_again_are_left_out_of_it() {
        Stage stage = new Stage(data, 2, 2, 8);
        stage.write("books", MANY.toArray(String[]::new));
        Instant before = stage.world.steps.clock().instant();
        stage.script.once(Script.documentsTo(stage.b), Fate.FAILING_TASK);
        stage.script.times(
                2,
                request -> Script.documentsTo(stage.b).test(request)
                        && request.path().contains("%3A2%3A"),
                Fate.LOST_REQUEST);
        stage.world.submit(stage.world.documents("books", "POST", List.of(ONE)));
        stage.world.submit(stage.world.documents("books", "POST", MANY));
        stage.check(false);
        assertThat(stage.entry("books").routes().copies().stream()
                        .filter(copy -> copy.since().isAfter(before)))
                .hasSize(1)
                .allMatch(copy -> copy.node().equals(stage.b));
    }

    @Test
    void a_copy_is_not_switched_between_writes_that_were_sent_before_a_kill() {
        Stage stage = new Stage(data, 2, 2, 8);
        stage.write("books", MANY.toArray(String[]::new));
        stage.script.once(Script.documentsTo(stage.b), Fate.FAILING_TASK);
        stage.script.always(Stage::isSync, Fate.REFUSED);
        stage.write("books", ONE);
        stage.node(stage.a).stick(true);
        stage.script.always(
                request -> Script.documentsTo(stage.a).test(request)
                        && request.path().contains("%3A11%3A"),
                Fate.LOST_REQUEST);
        for (int i = 0; i < 10; i++) {
            String value = "\"c\":" + (2 + i);
            List<String> documents =
                    MANY.stream().map(d -> d.replace("\"c\":1", value)).toList();
            stage.world.submit(stage.world.documents("books", i % 2 == 0 ? "POST" : "PUT", documents));
        }
        stage.run(1500);
        stage.world.restart();
        stage.node(stage.a).stick(false);
        stage.script.calm();
        stage.script.always(request -> request.path().startsWith("/tasks?indexUids"), Fate.SLOW);
        stage.check(false);
    }

    @Test
    void a_write_repeated_under_its_key_is_one_task_also_after_a_restart() {
        Stage stage = new Stage(data, 2, 2, 1);
        NewTask.Idempotency key = new NewTask.Idempotency("k", "same");
        StoredTask first = stage.world.perform(
                stage.world.documents("books", "POST", List.of(ONE)).under(key));
        StoredTask again = stage.world.perform(
                stage.world.documents("books", "POST", List.of(ONE)).under(key));
        stage.world.restart();
        stage.run(3000);
        StoredTask later = stage.world.perform(
                stage.world.documents("books", "POST", List.of(ONE)).under(key));
        assertThat(List.of(again.uid(), later.uid())).containsOnly(first.uid());
        assertThatThrownBy(() -> stage.world.perform(stage.world
                        .documents("books", "POST", List.of(TWO))
                        .under(new NewTask.Idempotency("k", "other"))))
                .hasRootCauseMessage("The Idempotency-Key `k` was used for another request.");
        assertThat(stage.world.tasks()).hasSize(1);
    }

    @Test
    void the_last_copy_in_sync_is_waited_for() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.write("books", ONE);
        stage.node(stage.a).crash();
        stage.run(5000);
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        stage.run(60_000);
        assertThat(stage.world.idle()).isFalse();
        stage.node(stage.a).restart();
        stage.check(false);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.IN_SYNC);
    }

    @Test
    void a_silent_node_does_not_hold_up_what_others_have_taken() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.node(stage.a).hang(true);
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        assertThat(stage.world.settle(Duration.ofSeconds(20))).isTrue();
        stage.node(stage.a).hang(false);
        stage.check(false);
    }

    @Test
    void a_store_that_failed_ends_nothing_that_it_does_not_hold() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", ONE);
        stage.script.once(Script.documentsTo(stage.a), Fate.FAILING_TASK);
        stage.world.submit(stage.world.documents("books", "POST", List.of(TWO)));
        stage.world.steps.runUntil(() -> stage.tags(stage.b).size() == 2, Duration.ofSeconds(5));
        stage.world.store.failNextWrite("no space");
        stage.run(10_000);
        assertThat(stage.world.idle()).isFalse();
        stage.world.restart();
        stage.check(false);
        assertThat(new HashSet<>(stage.tags(stage.b))).hasSize(2);
    }
}
