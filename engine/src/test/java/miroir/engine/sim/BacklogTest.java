package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.task.TaskStatus;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.store.Change;
import miroir.engine.store.StoredTask;
import miroir.engine.task.Backlog;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that wait: they are bounded, long ones lie on the disk, and nothing of them stays. */
class BacklogTest {
    private static final String ONE = "{\"id\":1}";
    private static final List<String> MANY =
            IntStream.range(0, 4000).mapToObj(i -> "id-" + i).toList();

    @TempDir
    Path data;

    @Test
    void no_more_tasks_wait_than_may_and_more_are_taken_when_those_have_ended() throws IOException {
        Stage stage = new Stage(data, shape(3, 1 << 20));
        stage.write("books", ONE);
        stage.node(stage.a).crash();
        List<CompletableFuture<StoredTask>> made = submit(stage, 5);
        assertThat(made).filteredOn(one -> !one.isCompletedExceptionally()).hasSize(3);
        assertRefused(made.get(3), "3 tasks wait");
        stage.run(100);
        assertThat(files()).hasSize(3);

        stage.world.kill();
        stage.node(stage.a).restart();
        // it answers, and does nothing of what it is given
        stage.node(stage.a).stick(true);
        stage.world.restart();
        stage.run(1000);
        assertRefused(submit(stage, 1).get(0), "3 tasks wait");
        stage.node(stage.a).stick(false);
        stage.check(false);
        assertThat(stage.write("books", ONE).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.world.tasks()).hasSize(5);
        assertThat(files()).isEmpty();
    }

    @Test
    void no_more_bytes_wait_than_may() {
        Stage stage = new Stage(data, shape(100, 20));
        stage.write("books", ONE);
        stage.node(stage.a).crash();
        List<CompletableFuture<StoredTask>> made = submit(stage, 4);
        // each has nine bytes: the third is taken because the first two leave room
        assertThat(made).filteredOn(one -> !one.isCompletedExceptionally()).hasSize(3);
        assertRefused(made.get(3), "MiB of payloads wait");
    }

    @Test
    void long_lists_of_ids_wait_on_the_disk_and_survive_a_kill() throws IOException {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":\"id-7\"}", "{\"id\":\"id-3999\"}", "{\"id\":\"other\"}");
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        stage.run(5000);
        long uid = submit(stage, deletion(MANY)).join().uid();
        assertThat(stage.world.task(uid).request()).hasSizeLessThan(300);
        assertThat(files()).hasSize(1);

        stage.world.kill();
        stage.node(stage.a).restart();
        stage.node(stage.b).restart();
        stage.world.restart();
        assertThat(stage.world.settle(Duration.ofMinutes(5))).isTrue();
        assertThat(stage.world.task(uid).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.world.task(uid).details()).contains("\"deletedDocuments\":2");
        stage.run(3000);
        CompletableFuture<SearchReply> all = stage.search("books");
        stage.run(3000);
        Stage.assertFound(1, all);
        assertThat(files()).isEmpty();
    }

    @Test
    void a_damaged_list_of_ids_fails_its_task() throws IOException {
        Stage stage = new Stage(data, 1, 1, 2);
        stage.write("books", ONE);
        stage.node(stage.a).crash();
        stage.run(5000);
        long uid = submit(stage, deletion(MANY)).join().uid();
        stage.world.kill();
        Files.writeString(files().get(0), "{}");
        stage.node(stage.a).restart();
        stage.world.restart();
        assertThat(stage.world.settle(Duration.ofMinutes(5))).isTrue();
        assertThat(stage.world.task(uid).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(stage.world.task(uid).error()).contains("damaged and not applied");
    }

    @Test
    void long_settings_and_filters_are_read_when_their_turn_comes() {
        Stage stage = new Stage(data, 1, 1, 2);
        stage.write("books", "{\"id\":1,\"c\":1}", "{\"id\":2,\"c\":2}");
        String words = "\"" + String.join("\",\"", MANY) + "\"";
        assertThat(stage.world
                        .perform(Simulation.settings(
                                "books", "{\"filterableAttributes\":[\"c\"],\"stopWords\":[" + words + "]}"))
                        .status())
                .isEqualTo(TaskStatus.SUCCEEDED);
        String filter = "\"c IN [1," + String.join(",", MANY) + "]\"";
        StoredTask task = stage.world.perform(Simulation.deletion("books", new TaskRequest.DeleteByFilter(filter)));
        assertThat(task.request()).hasSizeLessThan(300);
        assertThat(task.details()).contains("\"deletedDocuments\":1");
    }

    @Test
    void a_list_of_ids_that_an_older_miroir_kept_in_the_row_is_read() {
        Stage stage = new Stage(data, 1, 1, 2);
        stage.write("books", "{\"id\":\"id-7\"}", "{\"id\":\"other\"}");
        stage.node(stage.a).crash();
        stage.run(5000);
        StoredTask brief = submit(stage, deletion(List.of("x"))).join();
        stage.world.kill();
        StoredTask old = stage.world.task(brief.uid());
        stage.world
                .store
                .write(List.of(new Change.PutTask(new StoredTask(
                        old.uid(),
                        old.indexUid(),
                        old.indexId(),
                        old.type(),
                        TaskStatus.PROCESSING,
                        null,
                        old.details(),
                        null,
                        old.enqueuedAt(),
                        old.enqueuedAt(),
                        null,
                        null,
                        new TaskRequest.DeleteDocuments(MANY).toJson(),
                        List.of()))))
                .join();
        stage.node(stage.a).restart();
        stage.world.restart();
        assertThat(stage.world.settle(Duration.ofMinutes(5))).isTrue();
        assertThat(stage.world.task(old.uid()).details()).contains("\"deletedDocuments\":1");
    }

    @Test
    void index_uids_without_tasks_have_no_lane() {
        Stage stage = new Stage(data, 1, 1, 2);
        stage.write("books", ONE);
        for (int i = 0; i < 20; i++) {
            stage.world.submit(Simulation.dropping("none-" + i));
        }
        stage.check(true);
        stage.run(70_000);
        AtomicInteger lanes = new AtomicInteger(-1);
        stage.world
                .engine()
                .ports()
                .loop()
                .execute(() -> lanes.set(stage.world.engine().tasks().lanes()));
        stage.run(100);
        assertThat(lanes).hasValue(0);
    }

    private static NewTask deletion(List<String> ids) {
        return Simulation.deletion("books", new TaskRequest.DeleteDocuments(ids));
    }

    private static Simulation.Shape shape(int tasks, long bytes) {
        return new Simulation.Shape(1, 1, 1, 1).waiting(new Backlog.Bounds(tasks, bytes));
    }

    private static CompletableFuture<StoredTask> submit(Stage stage, NewTask task) {
        CompletableFuture<StoredTask> made = stage.world.promise(task);
        stage.world.steps.runUntil(made::isDone, Duration.ofSeconds(10));
        return made;
    }

    private static List<CompletableFuture<StoredTask>> submit(Stage stage, int writes) {
        List<CompletableFuture<StoredTask>> made = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            made.add(submit(stage, stage.world.documents("books", "POST", List.of(ONE))));
        }
        return made;
    }

    private static void assertRefused(CompletableFuture<StoredTask> made, String why) {
        assertThatThrownBy(made::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.error().code()).isEqualTo(ErrorCode.TOO_MANY_WAITING_WRITES))
                .hasMessageContaining(why);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("payloads"))) {
            return files.toList();
        }
    }
}
