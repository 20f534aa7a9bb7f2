package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of the store when the machine loses power or the disk fails. */
class PowerCutTest {
    private static final int KEYS = 40;

    @TempDir
    Path directory;

    /** Two values that always change together, and a fresh task in place of an old one so that space is reused. */
    private static List<Change> write(int key, int version) {
        return List.of(
                new Change.PutMeta("left-" + key, Integer.toString(version)),
                new Change.PutTask(Samples.task(version, "succeeded")),
                new Change.DropTasks(List.of(version - 200L)),
                new Change.PutMeta("right-" + key, Integer.toString(version)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_power_cut_at_any_moment_loses_no_completed_write_and_leaves_none_by_half(long seed) throws IOException {
        Random random = new Random(seed);
        UnreliableDisk.Content disk = UnreliableDisk.of(directory);
        int version = 0;
        try (H2Store store = H2Store.open(directory, UnreliableDisk.SCHEME + ":")) {
            Map<Integer, Integer> completed = new HashMap<>();
            for (int cut = 0; cut < 25; cut++) {
                Map<Integer, CompletableFuture<Void>> running = new HashMap<>();
                int writes = 1 + random.nextInt(120);
                for (int i = 0; i < writes; i++) {
                    version++;
                    running.put(version, store.write(write(version % KEYS, version)));
                }
                running.get(version - random.nextInt(writes)).join();
                running.forEach((number, write) -> {
                    if (write.isDone()) {
                        completed.merge(number % KEYS, number, Math::max);
                    }
                });
                checkAfter(disk.afterPowerCut(random), completed, "seed " + seed + ", cut " + cut);
            }
        }
    }

    private void checkAfter(byte[] content, Map<Integer, Integer> completed, String when) throws IOException {
        Path restarted = Files.createTempDirectory(directory, "restarted");
        Files.write(restarted.resolve("miroir.mv.db"), content);
        try (H2Store store = H2Store.open(restarted)) {
            Map<String, String> meta = store.load().meta();
            completed.forEach((key, version) -> {
                String left = meta.get("left-" + key);
                assertThat(left).as("%s, key %d", when, key).isNotNull().isEqualTo(meta.get("right-" + key));
                assertThat(Integer.parseInt(left)).as("%s, key %d", when, key).isGreaterThanOrEqualTo(version);
                assertThat(store.task(Integer.parseInt(left)))
                        .as("%s, task %s", when, left)
                        .isPresent();
            });
        }
    }

    @Test
    void after_a_failed_fsync_nothing_is_acknowledged_any_more() throws IOException {
        UnreliableDisk.Content disk = UnreliableDisk.of(directory);
        List<CompletableFuture<Void>> refused = new ArrayList<>();
        try (H2Store store = H2Store.open(directory, UnreliableDisk.SCHEME + ":")) {
            store.write(write(1, 1)).join();
            disk.failToSync();
            refused.add(store.write(write(1, 2)));
            refused.add(store.write(write(1, 3)));
            for (CompletableFuture<Void> write : refused) {
                assertThatThrownBy(write::join)
                        .hasCauseInstanceOf(StoreException.class)
                        .hasMessageContaining("the store failed and stopped");
            }
            assertThatThrownBy(() -> store.write(write(1, 4)).join()).hasCauseInstanceOf(StoreException.class);
            assertThatThrownBy(store::load).isInstanceOf(StoreException.class);
        }
        checkAfter(disk.afterPowerCut(new Random(1)), Map.of(1, 1), "after the failed fsync");
    }
}
