package miroir.engine.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.store.StoredTask;
import miroir.engine.task.NewTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AfterTaskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ONE = "{\"id\":1,\"c\":1}";

    @TempDir
    Path data;

    private long accept(Stage stage, NewTask task) {
        CompletableFuture<StoredTask> made = stage.world.engine().tasks().accept(task);
        stage.world.steps.runUntil(made::isDone, PATIENCE);
        return made.join().uid();
    }

    private long write(Stage stage, String document) {
        return accept(stage, stage.world.documents("books", "POST", List.of(document)));
    }

    private CompletableFuture<Void> ended(Stage stage, long task) {
        CompletableFuture<Void> ended = stage.world.engine().tasks().ended(task, PATIENCE);
        stage.world.steps.runUntil(ended::isDone, PATIENCE.multipliedBy(2));
        assertThat(ended).as("told within twice the time").isDone();
        return ended;
    }

    private static ErrorCode refusal(CompletableFuture<Void> ended) {
        Throwable failure = catchThrowable(ended::join);
        assertThat(failure).isNotNull();
        if (failure.getCause() instanceof ApiException refused) {
            return refused.error().code();
        }
        throw new AssertionError("no refusal", failure);
    }

    private String read(Stage stage, String id) {
        CompletableFuture<SearchReply> reply = stage.world
                .engine()
                .reads()
                .document(
                        stage.world.engine().cluster().current(),
                        stage.entry("books"),
                        id,
                        DocumentsRequest.ofOne(Map.of()));
        stage.world.steps.runUntil(reply::isDone, PATIENCE);
        return new String(reply.join().body(), UTF_8);
    }

    @Test
    void a_read_after_a_task_sees_what_it_wrote() {
        Stage stage = new Stage(data, 2, 2, 4);
        for (int i = 0; i < 20; i++) {
            long task = write(stage, "{\"id\":1,\"c\":" + i + "}");
            CompletableFuture<Void> ended = ended(stage, task);
            assertThat(ended).isCompleted();
            assertThat(stage.world.task(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(read(stage, "1")).contains("\"c\":" + i);
        }
    }

    @Test
    void a_task_that_fails_has_ended_too() {
        Stage stage = new Stage(data, 1, 1, 1);
        long task = accept(stage, Simulation.dropping("absent"));
        assertThat(ended(stage, task)).isCompleted();
        assertThat(stage.world.task(task).status()).isEqualTo(TaskStatus.FAILED);
        assertThat(ended(stage, task)).as("asked again, long after").isCompleted();
    }

    @Test
    void a_task_that_does_not_end_is_not_waited_for_without_end() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.write("books", ONE);
        stage.node(stage.a).stick(true);
        long task = write(stage, ONE);
        assertThat(refusal(ended(stage, task))).isEqualTo(ErrorCode.TASK_NOT_FINISHED);
        stage.node(stage.a).stick(false);
        assertThat(ended(stage, task)).isCompleted();
    }

    @Test
    void a_task_that_was_never_made_is_not_found() {
        Stage stage = new Stage(data, 1, 1, 1);
        long task = write(stage, ONE);
        assertThat(refusal(ended(stage, task + 1))).isEqualTo(ErrorCode.TASK_NOT_FOUND);
    }

    @Test
    void a_task_of_an_earlier_run_of_miroir_is_waited_for() {
        Stage stage = new Stage(data, 1, 1, 1);
        stage.write("books", ONE);
        stage.node(stage.a).stick(true);
        long task = write(stage, ONE);
        stage.world.restart();
        assertThat(refusal(ended(stage, task))).isEqualTo(ErrorCode.TASK_NOT_FINISHED);
        stage.node(stage.a).stick(false);
        assertThat(ended(stage, task)).isCompleted();
        assertThat(stage.world.task(task).status()).isEqualTo(TaskStatus.SUCCEEDED);
    }
}
