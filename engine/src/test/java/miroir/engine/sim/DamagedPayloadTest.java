package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.engine.api.SearchReply;
import miroir.engine.store.StoredTask;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads that are not what they were when their task is planned: nothing of them reaches a node. */
class DamagedPayloadTest {
    private static final List<String> DOCUMENTS =
            List.of("{\"id\":1,\"c\":1}", "{\"id\":2,\"c\":1}", "{\"id\":3,\"c\":1}");

    @TempDir
    Path data;

    private interface Damage {
        void to(Path file) throws IOException;
    }

    /** By what the task's error says. */
    private static final Map<String, Damage> DAMAGES = Map.of(
            "it has 30 bytes instead of 45",
            file -> Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 30)),
            "its bytes were changed",
            file -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[6] ^= 1;
                Files.write(file, bytes);
            },
            "it has 0 bytes instead of 45",
            file -> Files.write(file, new byte[0]),
            "it is missing",
            Files::delete);

    @Test
    void a_damaged_payload_fails_its_task_and_reaches_no_node() {
        DAMAGES.forEach((how, damage) -> {
            Stage stage = new Stage(data.resolve(how), 2, 2, 4);
            stage.write("books", "{\"id\":9,\"c\":9}");
            stage.sent.clear();
            StoredTask task = stage.world.perform(damaged(stage, damage));
            assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(task.error()).contains("\"code\":\"internal\"", "damaged and not applied: " + how + ".");
            assertThat(task.details()).contains("\"indexedDocuments\":0");
            stage.run(5000);
            assertThat(stage.sent).noneMatch(Faults::addsDocuments);
            Stage.assertFound(1, search(stage));
        });
    }

    @Test
    void a_damaged_payload_that_would_make_the_index_leaves_it_empty() {
        DAMAGES.values().forEach(damage -> {
            Stage stage = new Stage(data.resolve("new-" + damage.hashCode()), 2, 2, 4);
            assertThat(stage.world.perform(damaged(stage, damage)).status()).isEqualTo(TaskStatus.FAILED);
            stage.run(5000);
            assertThat(stage.sent)
                    .noneMatch(request ->
                            Faults.addsDocuments(request) && request.path().contains("books"));
            stage.write("books", "{\"id\":9,\"c\":9}");
            Stage.assertFound(1, search(stage));
        });
    }

    @Test
    void of_writes_that_are_sent_together_the_damaged_one_fails_alone() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":9,\"c\":9}");
        List<CompletableFuture<StoredTask>> made = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            NewTask task = stage.world.documents("books", "PUT", List.of("{\"id\":" + i + ",\"c\":1}"));
            if (i == 7) {
                harm(stage, task, file -> Files.writeString(file, "{\"id\":7,\"c\":2}\n"));
            }
            made.add(stage.world.promise(task));
        }
        stage.world.steps.runUntil(() -> made.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(10));
        assertThat(stage.world.settle(Duration.ofMinutes(1))).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(stage.world.task(made.get(i).join().uid()).status())
                    .isEqualTo(i == 7 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
        }
        stage.run(5000);
        Stage.assertFound(19, search(stage));
    }

    @Test
    void a_payload_damaged_while_miroir_was_down_fails_its_task() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":9,\"c\":9}");
        stage.script.always(Faults::addsDocuments, Faults.Fate.REFUSED);
        NewTask task = stage.world.documents("books", "POST", DOCUMENTS);
        CompletableFuture<StoredTask> made = stage.world.promise(task);
        stage.world.steps.runUntil(made::isDone, Duration.ofSeconds(10));
        stage.run(1000);
        stage.world.kill();
        harm(stage, task, Files::delete);
        stage.world.restart();
        stage.script.calm();
        assertThat(stage.world.settle(Duration.ofMinutes(1))).isTrue();
        assertThat(stage.world.task(made.join().uid()).status()).isEqualTo(TaskStatus.FAILED);
        stage.run(5000);
        Stage.assertFound(1, search(stage));
    }

    @Test
    void a_write_accepted_by_a_miroir_that_made_no_seals_is_carried_out() {
        Stage stage = new Stage(data, 2, 2, 4);
        NewTask sealed = stage.world.documents("books", "POST", DOCUMENTS);
        TaskRequest.WriteDocuments write = (TaskRequest.WriteDocuments) sealed.request();
        StoredTask task = stage.world.perform(new NewTask(
                "books",
                sealed.type(),
                sealed.details(),
                null,
                new TaskRequest.WriteDocuments("POST", write.payload(), 3, null, false, null)));
        assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.check(false);
        Stage.assertFound(3, search(stage));
    }

    private static NewTask damaged(Stage stage, Damage damage) {
        NewTask task = stage.world.documents("books", "POST", DOCUMENTS);
        harm(stage, task, damage);
        return task;
    }

    private static void harm(Stage stage, NewTask task, Damage damage) {
        TaskRequest.WriteDocuments write = (TaskRequest.WriteDocuments) task.request();
        try {
            damage.to(stage.world.payloadFile(write.payload()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<SearchReply> search(Stage stage) {
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(3000);
        return reply;
    }
}
