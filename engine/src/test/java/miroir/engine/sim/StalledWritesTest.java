package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.SearchReply;
import miroir.engine.api.ShardRemains;
import miroir.engine.store.StoredTask;
import miroir.engine.task.NewTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that were acknowledged before a shard lost its last copy wait until a copy counts again. */
class StalledWritesTest {
    @TempDir
    Path data;

    private static NewTask documents(Stage stage, String field) {
        return stage.world.documents(
                "books",
                "PUT",
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"id\":" + i + ",\"" + field + "\":1}")
                        .toList());
    }

    private static boolean isOpen(Stage stage, CompletableFuture<StoredTask> write) {
        return stage.world.task(write.join().uid()).finishedAt() == null;
    }

    private static TaskStatus end(Stage stage, CompletableFuture<StoredTask> write) {
        return stage.world.task(write.join().uid()).status();
    }

    /** Believes the first copy of each shard that has none in sync. */
    private static void acceptAll(Stage stage) {
        List<ShardRemains> remains =
                requireNonNull(stage.world.ask(o -> o.remains("books", null))).orElseThrow();
        List<AcceptWish.Choice> choices = remains.stream()
                .map(one -> new AcceptWish.Choice(
                        one.shard(), one.candidates().get(0).node()))
                .toList();
        Decision decision =
                requireNonNull(stage.world.ask(o -> o.accept(new AcceptWish("books", choices, true), Stage.TEST)));
        assertThat(decision.kind()).as(decision.message()).isEqualTo(Decision.Kind.DONE);
        assertThat(stage.ended(decision.id()))
                .as(stage.operation(decision.id()).toString())
                .isEqualTo(OperationStatus.SUCCEEDED);
    }

    private static String found(Stage stage) {
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.world.steps.runUntil(reply::isDone, Duration.ofSeconds(10));
        return new String(reply.join().body(), StandardCharsets.UTF_8);
    }

    private static void assertAll(Stage stage, String... fields) {
        String found = found(stage);
        for (int i = 0; i < 40; i++) {
            StringBuilder document = new StringBuilder("{\"id\":" + i);
            for (String field : fields) {
                document.append(",\"").append(field).append("\":1");
            }
            assertThat(found).contains(document.append('}'));
        }
    }

    private static void idle(Stage stage) {
        assertThat(stage.world.steps.runUntil(stage.world::idle, Duration.ofMinutes(2)))
                .isTrue();
    }

    @Test
    void a_write_under_way_to_a_wiped_last_copy_waits_until_a_copy_is_accepted() {
        Stage stage = Stage.ofLight(data, 1, 1, 2);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.a).wipe();
        CompletableFuture<StoredTask> first = stage.world.promise(documents(stage, "v"));
        CompletableFuture<StoredTask> second = stage.world.promise(documents(stage, "w"));
        stage.run(90_000);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.STALE);
        assertThat(isOpen(stage, first) && isOpen(stage, second)).isTrue();
        acceptAll(stage);
        idle(stage);
        assertThat(List.of(end(stage, first), end(stage, second))).containsOnly(TaskStatus.SUCCEEDED);
        assertAll(stage, "v", "w");
    }

    @Test
    void copies_that_failed_what_waits_are_made_like_those_that_did_not() {
        Stage stage = new Stage(data, new Simulation.Shape(2, 2, 1, 2), NodeKind.LIGHT);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        // each node has one copy: two have the same shard, the other two lose theirs
        List<Copy> copies = stage.entry("books").routes().of(0);
        List<NodeId> lost = new ArrayList<>(stage.world.ids());
        copies.forEach(copy -> lost.remove(copy.node()));
        assertThat(lost).hasSize(2);
        lost.forEach(node -> stage.node(node).crash());
        stage.run(5000);
        stage.script.once(Script.documentsTo(copies.get(1).node()), Faults.Fate.FAILING_TASK);
        CompletableFuture<StoredTask> write = stage.world.promise(documents(stage, "v"));
        stage.run(3000);
        lost.forEach(node -> stage.node(node).wipe());
        lost.forEach(node -> stage.node(node).restart());
        stage.run(60_000);
        assertThat(isOpen(stage, write)).isTrue();
        JsonNode documents = documentsOn(stage, copies.get(0));
        assertThat(documents).isNotEmpty().isEqualTo(documentsOn(stage, copies.get(1)));
        assertThat(documents.get(0).has("v")).isTrue();
        acceptAll(stage);
        idle(stage);
        assertThat(end(stage, write)).isEqualTo(TaskStatus.SUCCEEDED);
        assertAll(stage, "v");
    }

    private static JsonNode documentsOn(Stage stage, Copy copy) {
        String volume = stage.entry("books").volumeUid(copy.node(), copy.rank());
        return stage.node(copy.node())
                .read("/indexes/" + volume + "/documents?limit=1000")
                .path("results");
    }

    @Test
    void a_restart_keeps_what_waits() {
        Stage stage = Stage.ofLight(data, 2, 1, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.a).wipe();
        List<CompletableFuture<StoredTask>> writes = new ArrayList<>();
        writes.add(stage.world.promise(documents(stage, "v")));
        stage.run(30_000);
        writes.add(stage.world.promise(documents(stage, "w")));
        stage.run(1000);
        stage.world.kill();
        stage.world.restart();
        stage.run(30_000);
        assertThat(writes).allMatch(write -> isOpen(stage, write));
        acceptAll(stage);
        idle(stage);
        assertThat(writes).extracting(write -> end(stage, write)).containsOnly(TaskStatus.SUCCEEDED);
        assertAll(stage, "v", "w");
    }

    @Test
    void the_index_can_be_deleted_and_what_waits_fails() {
        Stage stage = Stage.ofLight(data, 2, 1, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.a).wipe();
        List<CompletableFuture<StoredTask>> writes =
                List.of(stage.world.promise(documents(stage, "v")), stage.world.promise(documents(stage, "w")));
        stage.run(30_000);
        assertThat(writes).allMatch(write -> isOpen(stage, write));
        assertThat(stage.world.perform(Simulation.dropping("books")).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(writes)
                .allSatisfy(write -> assertThat(String.valueOf(
                                stage.world.task(write.join().uid()).error()))
                        .contains("miroir_shards_unavailable"));
        assertThat(stage.write("books", Stage.FORTY).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @Test
    void other_shards_of_the_index_are_built_meanwhile() {
        Stage stage = Stage.ofLight(data, 3, 2, 8);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", "{\"id\":7,\"u\":1}");
        stage.world.ids().stream()
                .filter(id -> !id.equals(stage.b))
                .forEach(id -> stage.node(id).wipe());
        CompletableFuture<StoredTask> write = stage.world.promise(documents(stage, "v"));
        stage.run(10_000);
        assertThat(stage.entry("books").routes().copies().stream().filter(copy -> copy.state() == CopyState.IN_SYNC))
                .isNotEmpty()
                .allMatch(copy -> copy.node().equals(stage.b));
        stage.node(stage.b).restart();
        // what only b has in sync is built on the others, though a task waits for what b lacks
        boolean built = stage.world.steps.runUntil(
                () -> stage.entry("books").routes().copies().stream()
                                .filter(copy -> copy.state() == CopyState.IN_SYNC)
                                .map(copy -> copy.node())
                                .distinct()
                                .count()
                        > 1,
                Duration.ofMinutes(3));
        assertThat(built).as(stage.entry("books").routes().copies().toString()).isTrue();
        assertThat(isOpen(stage, write)).isTrue();
        acceptAll(stage);
        idle(stage);
        assertThat(end(stage, write)).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(found(stage)).contains("\"v\":1");
    }
}
