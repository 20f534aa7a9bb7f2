package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.store.StoredTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Miroir's own disk is full. */
class FullDiskTest {
    @TempDir
    Path data;

    @Test
    void a_miroir_that_cannot_write_ends_and_all_it_promised_is_done_after_the_restart() {
        Stage stage = new Stage(data, 2, 2, 4);
        Simulation world = stage.world;
        stage.write("books", Stage.FORTY);
        world.fillDisk(7);
        List<CompletableFuture<StoredTask>> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(world.promise(world.documents("books", "POST", List.of("{\"id\":" + (100 + i) + "}"))));
            stage.run(5);
        }
        world.requireEnd();
        Optional<String> reason = world.engine().vitals().failure();
        assertThat(reason).hasValue("Miroir's store failed (the disk is full)");
        List<Long> kept = writes.stream()
                .filter(write -> write.isDone() && !write.isCompletedExceptionally())
                .map(write -> write.join().uid())
                .toList();
        assertThat(kept).hasSizeBetween(1, 19);
        assertThat(code(writes.get(19))).isEqualTo(ErrorCode.MIROIR_UNAVAILABLE);
        assertThat(code(world.engine().tasks().kept().task(kept.get(0))))
                .as("what is read is refused at once")
                .isEqualTo(ErrorCode.MIROIR_UNAVAILABLE);

        world.restart();
        assertThat(world.settle(Duration.ofMinutes(2))).isTrue();
        assertThat(kept).allSatisfy(uid -> assertThat(world.task(uid).status()).isEqualTo(TaskStatus.SUCCEEDED));
        stage.check(false);
    }

    private static ErrorCode code(CompletableFuture<?> answer) {
        assertThat(answer).isCompletedExceptionally();
        Throwable failure = catchThrowable(answer::join).getCause();
        return failure instanceof ApiException e ? e.error().code() : ErrorCode.INTERNAL;
    }
}
