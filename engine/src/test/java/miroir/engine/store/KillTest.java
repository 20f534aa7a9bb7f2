package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed with SIGKILL loses nothing it has acknowledged. */
class KillTest {
    private static final long SEED = 20260301;
    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @Test
    void no_acknowledged_write_is_lost_and_none_is_half_there_when_the_process_is_killed()
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        Map<Long, String> acknowledged = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start();
            try {
                acknowledge(process.inputReader(), 1 + random.nextInt(4000), acknowledged);
                assertThatThrownBy(() -> H2Store.open(directory))
                        .isInstanceOf(StoreException.class)
                        .hasMessage("another Miroir is using " + directory);
                process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly it leaves the pipe open
                acknowledge(process.inputReader(), Integer.MAX_VALUE, acknowledged);
            } finally {
                process.destroyForcibly().waitFor();
            }
            check(acknowledged, "seed " + SEED + ", round " + round);
        }
    }

    @Test
    void a_first_start_killed_at_any_moment_is_begun_anew() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Process process = start();
            try {
                process.waitFor(500 + random.nextInt(2500), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly().waitFor();
            }
            if (Files.exists(directory.resolve("miroir.mv.db"))) {
                H2Store.open(directory).close();
                Files.delete(directory.resolve("miroir.mv.db"));
            }
        }
        H2Store.open(directory).close();
        assertThat(directory).isDirectoryNotContaining("glob:**miroir-new*");
    }

    private Process start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void acknowledge(BufferedReader output, int lines, Map<Long, String> acknowledged)
            throws IOException {
        for (int i = 0; i < lines; i++) {
            String line = output.readLine();
            if (line == null) {
                return;
            }
            int space = line.indexOf(' ');
            acknowledged.put(Long.parseLong(line.substring(space + 1)), line.substring(0, space));
        }
    }

    private void check(Map<Long, String> acknowledged, String when) {
        assertThat(acknowledged).as(when).isNotEmpty();
        try (H2Store store = H2Store.open(directory)) {
            Map<Long, String> found = new HashMap<>();
            for (StoredTask task :
                    store.tasks(TaskFilter.newest(Integer.MAX_VALUE)).tasks()) {
                found.put(task.uid(), task.status().wire());
                PartStatus expected = task.status() == TaskStatus.ENQUEUED ? PartStatus.ENQUEUED : PartStatus.SUCCEEDED;
                assertThat(task.parts())
                        .as("%s, task %d", when, task.uid())
                        .hasSize(2)
                        .allMatch(part -> part.status() == expected);
            }
            acknowledged.forEach((uid, status) -> assertThat(found.getOrDefault(uid, "lost"))
                    .as("%s, task %d", when, uid)
                    .isIn(status, "succeeded"));
        }
    }
}
