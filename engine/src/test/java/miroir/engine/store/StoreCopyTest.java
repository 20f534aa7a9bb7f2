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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is copied while it is written to: each copy is the store of one moment. */
class StoreCopyTest {
    private static final int WRITERS = 4;
    private static final int COPIES = 4;
    private static final int KEPT = 400;
    private static final int WRITES_BETWEEN = 200;

    @TempDir
    Path directory;

    private final Map<Long, TaskStatus> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong uids = new AtomicLong();
    private final Semaphore written = new Semaphore(0);
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void what_was_acknowledged_before_a_copy_is_in_it_and_no_write_is_there_in_part()
            throws IOException, InterruptedException {
        try (H2Store store = H2Store.open(directory.resolve("data"))) {
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(new Thread(() -> write(store)));
            }
            writers.forEach(Thread::start);
            for (int round = 0; round < COPIES; round++) {
                written.drainPermits();
                written.acquire(WRITES_BETWEEN);
                Map<Long, TaskStatus> before = new HashMap<>(acknowledged);
                Path folder = Files.createDirectories(directory.resolve("copy-" + round));
                check(store.copyTo(folder), folder, before, "copy " + round);
            }
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(store.tasks(TaskFilter.newest(1)).total()).isEqualTo(acknowledged.size());
        }
        try (H2Store store = H2Store.open(directory.resolve("data"))) {
            assertThat(store.tasks(TaskFilter.newest(1)).total()).isEqualTo(acknowledged.size());
        }
    }

    /** Old tasks go, so that there is space that could be used again. */
    private void write(H2Store store) {
        while (!stop.get()) {
            writeOne(store);
            written.release();
        }
    }

    private void writeOne(H2Store store) {
        long uid = uids.getAndIncrement();
        store.write(List.of(
                        new Change.PutTask(Samples.task(uid, TaskStatus.ENQUEUED)),
                        new Change.PutPart(Samples.part(uid, "a", PartStatus.ENQUEUED)),
                        new Change.PutPart(Samples.part(uid, "b", PartStatus.ENQUEUED))))
                .join();
        acknowledged.put(uid, TaskStatus.ENQUEUED);
        store.write(List.of(
                        new Change.PutPart(Samples.part(uid, "a", PartStatus.SUCCEEDED)),
                        new Change.PutPart(Samples.part(uid, "b", PartStatus.SUCCEEDED)),
                        new Change.PutTask(Samples.task(uid, TaskStatus.SUCCEEDED))))
                .join();
        acknowledged.put(uid, TaskStatus.SUCCEEDED);
        if (uid >= KEPT) {
            acknowledged.remove(uid - KEPT);
            store.write(List.of(new Change.DropTasks(List.of(uid - KEPT)))).join();
        }
    }

    private static void check(StoredCopy copy, Path folder, Map<Long, TaskStatus> before, String when) {
        try (H2Store store = H2Store.open(folder)) {
            Map<Long, StoredTask> found = new HashMap<>();
            for (StoredTask task :
                    store.tasks(TaskFilter.newest(Integer.MAX_VALUE)).tasks()) {
                found.put(task.uid(), task);
                PartStatus expected = task.status() == TaskStatus.ENQUEUED ? PartStatus.ENQUEUED : PartStatus.SUCCEEDED;
                assertThat(task.parts())
                        .as("%s, task %d", when, task.uid())
                        .hasSize(2)
                        .allMatch(part -> part.status() == expected);
            }
            long newest = store.load().nextTaskUid();
            before.forEach((uid, status) -> {
                StoredTask task = found.get(uid);
                if (uid >= newest - KEPT / 2) {
                    assertThat(task).as("%s, task %d", when, uid).isNotNull();
                }
                if (task != null) {
                    assertThat(task.status()).as("%s, task %d", when, uid).isIn(status, TaskStatus.SUCCEEDED);
                }
            });
            assertThat(copy.nextTaskUid()).as(when).isEqualTo(newest);
            List<UnfinishedTask> unfinished = new ArrayList<>();
            store.unfinishedTasks(unfinished::add);
            assertThat(copy.unfinishedTasks()).as(when).isEqualTo(unfinished.size());
            assertThat(Schema.COMPLETE).contains(copy.schema());
        }
    }

    /** Between any two pieces enough is written and dropped for all freed space to be wanted. */
    @Test
    void a_copy_that_takes_long_is_of_one_moment_too() throws IOException {
        try (H2Store store = H2Store.open(directory.resolve("data"))) {
            for (int i = 0; i < KEPT; i++) {
                writeOne(store);
            }
            Map<Long, TaskStatus> before = new HashMap<>(acknowledged);
            Path folder = Files.createDirectories(directory.resolve("copy"));
            StoredCopy copy = store.copyTo(folder, 4096 * 16, () -> {
                for (int i = 0; i < 12; i++) {
                    writeOne(store);
                }
            });
            assertThat(uids.get()).as("written meanwhile").isGreaterThan(KEPT + 24);
            check(copy, folder, before, "slow copy");
        }
    }

    @Test
    void the_lock_that_keeps_others_away_outlives_a_copy() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        try (H2Store store = H2Store.open(data)) {
            store.copyTo(Files.createDirectories(directory.resolve("copy")));
            assertThat(KilledWriter.openedElsewhere(data)).contains("another Miroir is using " + data);
        }
    }

    @Test
    void a_copy_that_has_no_room_is_an_error_and_the_store_goes_on() {
        try (H2Store store = H2Store.open(directory.resolve("data"))) {
            assertThatThrownBy(() -> store.copyTo(directory.resolve("no-such-folder")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("no-such-folder");
            store.write(List.of(new Change.PutTask(Samples.task(1, TaskStatus.ENQUEUED))))
                    .join();
            assertThat(store.task(1)).isPresent();
        }
    }
}
