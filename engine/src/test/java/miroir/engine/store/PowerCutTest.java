package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import miroir.core.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of the store when the machine loses power or the disk fails. */
class PowerCutTest {
    private static final int KEYS = 40;
    private static final int WRITES = 8000;

    @TempDir
    Path directory;

    /** What a power cut left, and the newest version of each key that was acknowledged before. */
    private record Cut(byte[] content, Map<Integer, Integer> acknowledged) {}

    /** Two values that always change together, and a fresh task in place of an old one so that space is reused. */
    private static List<Change> write(int version) {
        int key = version % KEYS;
        return List.of(
                new Change.PutMeta("left-" + key, Integer.toString(version)),
                new Change.PutTask(Samples.task(version, TaskStatus.SUCCEEDED)),
                new Change.DropTasks(List.of(version - 200L)),
                new Change.PutMeta("right-" + key, Integer.toString(version)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_power_cut_at_any_moment_loses_no_completed_write_and_leaves_none_by_half(long seed) throws IOException {
        List<Cut> cuts = cutsWhileWriting(new Random(seed));
        assertThat(cuts).as("seed %d", seed).hasSizeGreaterThan(5);
        for (int i = 0; i < cuts.size(); i++) {
            checkAfter(cuts.get(i), "seed " + seed + ", cut " + i);
        }
    }

    private List<Cut> cutsWhileWriting(Random random) {
        Random cutting = new Random(random.nextLong());
        Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
        List<Cut> cuts = Collections.synchronizedList(new ArrayList<>());
        UnreliableDisk.Content disk = UnreliableDisk.of(directory);
        try (H2Store store = H2Store.open(directory, UnreliableDisk.SCHEME + ":")) {
            disk.afterEachWrite(() -> {
                if (cutting.nextInt(20) == 0) {
                    Map<Integer, Integer> before = Map.copyOf(acknowledged);
                    cuts.add(new Cut(disk.afterPowerCut(cutting), before));
                }
            });
            int version = 0;
            while (version < WRITES) {
                List<CompletableFuture<Void>> running = new ArrayList<>();
                for (int i = random.nextInt(40); i >= 0; i--) {
                    int number = version++;
                    running.add(store.write(write(number))
                            .thenRun(() -> acknowledged.merge(number % KEYS, number, Math::max)));
                }
                running.get(random.nextInt(running.size())).join();
            }
        }
        return cuts;
    }

    private void checkAfter(Cut cut, String when) throws IOException {
        Path restarted = Files.createTempDirectory(directory, "restarted");
        Files.write(restarted.resolve("miroir.mv.db"), cut.content());
        try (H2Store store = H2Store.open(restarted)) {
            Map<String, String> meta = store.load().meta();
            for (int key = 0; key < KEYS; key++) {
                String left = meta.getOrDefault("left-" + key, "-1");
                int acknowledged = cut.acknowledged().getOrDefault(key, -1);
                assertThat(meta.getOrDefault("right-" + key, "-1"))
                        .as("%s, key %d", when, key)
                        .isEqualTo(left);
                assertThat(Integer.parseInt(left)).as("%s, key %d", when, key).isGreaterThanOrEqualTo(acknowledged);
                assertThat(store.task(Integer.parseInt(left)).isPresent())
                        .as("%s, task %s", when, left)
                        .isEqualTo(!left.equals("-1"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void a_power_cut_as_soon_as_the_first_start_is_over_leaves_a_whole_database(long seed) throws IOException {
        UnreliableDisk.Content disk = UnreliableDisk.of(directory);
        List<byte[]> cut = new ArrayList<>();
        disk.afterEachWrite(() -> cut.add(disk.afterPowerCut(new Random(seed))));
        try (H2Store store = H2Store.open(directory, UnreliableDisk.SCHEME + ":")) {
            cut.add(disk.afterPowerCut(new Random(seed)));
            store.write(write(1)).join();
        }
        checkAfter(new Cut(cut.get(0), Map.of()), "seed " + seed);
    }

    @Test
    void after_a_failed_fsync_nothing_is_acknowledged_any_more() throws IOException {
        UnreliableDisk.Content disk = UnreliableDisk.of(directory);
        List<CompletableFuture<Void>> refused = new ArrayList<>();
        try (H2Store store = H2Store.open(directory, UnreliableDisk.SCHEME + ":")) {
            store.write(write(1)).join();
            disk.failToSync();
            refused.add(store.write(write(2)));
            refused.add(store.write(write(3)));
            for (CompletableFuture<Void> write : refused) {
                assertThatThrownBy(write::join)
                        .hasCauseInstanceOf(StoreException.class)
                        .hasMessageContaining("the store failed and stopped");
            }
            assertThatThrownBy(() -> store.write(write(4)).join()).hasCauseInstanceOf(StoreException.class);
            assertThatThrownBy(store::load).isInstanceOf(StoreException.class);
        }
        checkAfter(new Cut(disk.afterPowerCut(new Random(1)), Map.of(1, 1)), "after the failed fsync");
    }
}
