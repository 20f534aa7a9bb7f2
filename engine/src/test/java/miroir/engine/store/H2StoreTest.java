package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationStatus;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store on a file does beyond the contract. */
class H2StoreTest {
    private static final int CALLERS = 16;
    private static final TaskFilter OLDEST_FIRST =
            new TaskFilter(10, null, true, null, null, null, null, null, null, null, null, null, null, null);

    @TempDir
    Path directory;

    private static List<Change> put(long uid, TaskStatus status) {
        return List.of(new Change.PutTask(Samples.task(uid, status)));
    }

    @Test
    void a_closed_store_is_found_again_as_it_was() {
        StoredState before;
        try (H2Store store = H2Store.open(directory)) {
            store.write(List.of(new Change.PutNode(Samples.node("a")), new Change.PutIndex(Samples.index(1, "books"))))
                    .join();
            store.write(put(4, TaskStatus.SUCCEEDED)).join();
            store.write(List.of(new Change.DropTasks(List.of(4L)))).join();
            before = store.load();
        }
        try (H2Store store = H2Store.open(directory)) {
            assertThat(store.load()).isEqualTo(before);
            assertThat(store.load().nextTaskUid()).isEqualTo(5);
        }
    }

    @Test
    void nobody_else_reads_what_the_store_writes() throws IOException {
        try (H2Store store = H2Store.open(directory.resolve("data"))) {
            store.write(put(3, TaskStatus.SUCCEEDED)).join();
            assertThat(modes(directory.resolve("data"))).containsOnly("rwx------", "rw-------");
        }
        assertThat(modes(directory.resolve("data"))).containsExactly("rwx------", "rw-------", "rw-------");
    }

    private static List<String> modes(Path folder) throws IOException {
        List<String> modes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return modes;
    }

    @Test
    void plans_operations_and_moves_are_found_again_after_closing() {
        StoredPlan plan = Samples.plan("p", Samples.NOW);
        StoredOperation operation = Samples.operation("o", OperationStatus.RUNNING);
        List<StoredMove> moves = List.of(Samples.move("o", 0, MovePhase.DONE), Samples.move("o", 1, MovePhase.PLANNED));
        try (H2Store store = H2Store.open(directory)) {
            store.write(List.of(
                            new Change.PutPlan(plan), new Change.PutOperation(operation), new Change.PutMoves(moves)))
                    .join();
        }
        try (H2Store store = H2Store.open(directory)) {
            assertThat(store.plan("p")).contains(plan);
            assertThat(store.openOperations()).containsExactly(operation);
            assertThat(store.moves("o")).isEqualTo(moves);
        }
    }

    @Test
    void the_state_of_a_miroir_without_operations_is_brought_up_to_date() throws SQLException {
        try (H2Store store = H2Store.open(directory)) {
            store.write(put(3, TaskStatus.SUCCEEDED)).join();
        }
        backToTheFirstSchema();

        try (H2Store store = H2Store.open(directory)) {
            assertThat(store.task(3)).contains(Samples.task(3, TaskStatus.SUCCEEDED));
            store.write(List.of(new Change.PutOperation(Samples.operation("o", OperationStatus.RUNNING))))
                    .join();
            assertThat(store.operations(0, 2)).hasSize(1);
        }
    }

    private void backToTheFirstSchema() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE move, operation, plan, idempotency_key, volume");
            statement.execute("ALTER TABLE node DROP COLUMN max_task_at, former");
            statement.execute("DROP INDEX task_part_by_node");
            statement.execute("DELETE FROM \"flyway_schema_history\" WHERE \"version\" <> '001'");
        }
    }

    @Test
    void closing_completes_what_was_queued_before() {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        try (H2Store store = H2Store.open(directory)) {
            for (long uid = 0; uid < 1000; uid++) {
                writes.add(store.write(put(uid, TaskStatus.ENQUEUED)));
            }
        }
        assertThat(writes).allMatch(write -> write.isDone() && !write.isCompletedExceptionally());
        try (H2Store store = H2Store.open(directory)) {
            assertThat(store.tasks(TaskFilter.newest(1)).total()).isEqualTo(1000);
        }
    }

    @Test
    void writes_that_wait_at_the_same_time_share_one_fsync() throws InterruptedException {
        try (H2Store store = H2Store.open(directory)) {
            inThreads(caller -> {
                for (int i = 0; i < 100; i++) {
                    store.write(put(caller * 100L + i, TaskStatus.ENQUEUED)).join();
                }
            });
            assertThat(store.tasks(TaskFilter.newest(1)).total()).isEqualTo(CALLERS * 100);
            assertThat(store.checkpoints()).isLessThan(CALLERS * 100 / 3);
        }
    }

    @Test
    void nothing_is_acknowledged_that_no_restart_would_find() throws IOException {
        try (H2Store store = H2Store.open(directory)) {
            store.write(List.of(new Change.PutMeta("a", "1"))).join();
            Files.move(directory.resolve("miroir.mv.db"), directory.resolve("elsewhere"));
            CompletableFuture<Void> lost = store.write(List.of(new Change.PutMeta("a", "2")));
            assertThatThrownBy(lost::join).hasMessageContaining("is gone");
            assertThatThrownBy(store::load).isInstanceOf(StoreException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4096, 8192})
    void what_was_cut_off_the_file_is_noticed_before_anything_is_acknowledged(long left) throws IOException {
        try (H2Store store = H2Store.open(directory)) {
            store.write(List.of(new Change.PutMeta("a", "1"))).join();
            Path file = directory.resolve("miroir.mv.db");
            assertThat(Files.size(file)).isGreaterThan(left);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(left);
            }
            CompletableFuture<Void> lost = store.write(List.of(new Change.PutMeta("a", "2")));
            assertThatThrownBy(lost::join).hasMessageContaining("cut short");
            assertThatThrownBy(store::load).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void a_failing_write_does_not_fail_those_it_was_grouped_with() {
        try (H2Store store = H2Store.open(directory)) {
            List<CompletableFuture<Void>> writes = new ArrayList<>();
            for (long uid = 0; uid < 600; uid++) {
                boolean bad = uid % 7 == 3;
                Change second = new Change.PutPart(Samples.part(bad ? 100_000 : uid, "a", PartStatus.PENDING));
                writes.add(store.write(List.of(new Change.PutTask(Samples.task(uid, TaskStatus.ENQUEUED)), second)));
            }
            for (int uid = 0; uid < writes.size(); uid++) {
                boolean failed = writes.get(uid).handle((done, e) -> e != null).join();
                assertThat(failed).as("write %d", uid).isEqualTo(uid % 7 == 3);
                assertThat(store.task(uid).isPresent()).as("task %d", uid).isEqualTo(!failed);
            }
        }
    }

    @Test
    void every_completed_write_is_seen_by_the_next_read_of_any_thread() throws InterruptedException {
        try (H2Store store = H2Store.open(directory)) {
            inThreads(caller -> {
                for (int i = 0; i < 50; i++) {
                    store.write(List.of(new Change.PutTask(versioned(caller, i))))
                            .join();
                    assertThat(store.task(caller)).contains(versioned(caller, i));
                }
            });
        }
    }

    @Test
    void a_read_never_sees_half_a_write() throws InterruptedException {
        try (H2Store store = H2Store.open(directory)) {
            store.write(pair(0)).join();
            CompletableFuture<Void> all = CompletableFuture.runAsync(() -> {
                for (int i = 1; i < 400; i++) {
                    store.write(pair(i)).join();
                }
            });
            while (!all.isDone()) {
                List<StoredTask> tasks = store.tasks(OLDEST_FIRST).tasks();
                assertThat(tasks).hasSize(2);
                assertThat(tasks.get(0).request()).isEqualTo(tasks.get(1).request());
                assertThat(tasks.get(1).parts().get(0).attempt())
                        .isEqualTo(Integer.parseInt(tasks.get(1).request()));
            }
            all.join();
        }
    }

    private static List<Change> pair(int version) {
        TaskPart part = new TaskPart(1, Samples.node("a").node().id(), 0, -1, version, PartStatus.ENQUEUED, null);
        return List.of(
                new Change.PutTask(versioned(0, version)),
                new Change.PutTask(versioned(1, version)),
                new Change.PutPart(part));
    }

    private static StoredTask versioned(long uid, int version) {
        StoredTask task = Samples.task(uid, TaskStatus.ENQUEUED);
        return new StoredTask(
                uid,
                task.indexUid(),
                task.indexId(),
                task.type(),
                task.status(),
                null,
                null,
                null,
                task.enqueuedAt(),
                null,
                null,
                null,
                Integer.toString(version),
                List.of());
    }

    @Test
    void an_interrupted_reader_does_not_take_the_database_down() throws InterruptedException {
        try (H2Store store = H2Store.open(directory)) {
            for (long uid = 0; uid < 300; uid++) {
                store.write(put(uid, TaskStatus.ENQUEUED)).join();
            }
        }
        // Reopened, so that the interrupted reads go to the file.
        try (H2Store store = H2Store.open(directory)) {
            Thread reader = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    store.tasks(TaskFilter.newest(300));
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("cannot read");
                }
            });
            reader.start();
            reader.join();
            store.write(put(300, TaskStatus.ENQUEUED)).join();
            assertThat(store.tasks(TaskFilter.newest(400)).tasks()).hasSize(301);
        }
    }

    @Test
    void the_file_stays_small_under_thousands_of_small_commits() throws IOException {
        Path file = directory.resolve("miroir.mv.db");
        long largest = 0;
        try (H2Store store = H2Store.open(directory)) {
            for (int i = 0; i < 6000; i++) {
                store.write(List.of(new Change.PutTask(versioned(i % 100, i)))).join();
                if (i % 500 == 0) {
                    largest = Math.max(largest, Files.size(file));
                }
            }
        }
        assertThat(largest).isLessThan(5_000_000);
    }

    @Test
    void the_schema_of_a_newer_miroir_is_refused() throws SQLException {
        H2Store.open(directory).close();
        inDatabase("""
                INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                    "checksum", "installed_by", "execution_time", "success")
                VALUES (9, '999', 'later', 'SQL', 'V999__later.sql', 1, 'miroir', 1, TRUE)
                """);

        assertThatThrownBy(() -> H2Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by a newer Miroir (schema 999)");
    }

    @Test
    void a_migration_that_was_changed_afterwards_is_refused() throws SQLException {
        H2Store.open(directory).close();
        inDatabase("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1 WHERE \"version\" IS NOT NULL");

        assertThatThrownBy(() -> H2Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void a_migration_that_failed_is_refused() throws SQLException {
        H2Store.open(directory).close();
        inDatabase("UPDATE \"flyway_schema_history\" SET \"success\" = FALSE WHERE \"version\" IS NOT NULL");

        assertThatThrownBy(() -> H2Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("failed migration");
    }

    @Test
    void the_complete_history_is_that_of_all_migrations() {
        String url = "jdbc:h2:file:" + directory.resolve("miroir");

        assertThat(Stream.of(Schema.flyway(url).info().all())
                        .map(migration -> migration.getVersion() + " " + migration.getChecksum() + " TRUE"))
                .as("what Schema.COMPLETE must be, joined with a comma")
                .containsExactly(Schema.COMPLETE.split(", ", -1));
    }

    private void inDatabase(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("miroir"), "miroir", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5000, 20_000})
    void a_damaged_file_is_refused_and_left_as_it_is(int size) throws IOException {
        H2Store.open(directory).close();
        Path file = directory.resolve("miroir.mv.db");
        byte[] garbage = new byte[size];
        new Random(size).nextBytes(garbage);
        Files.write(file, garbage);

        assertThatThrownBy(() -> H2Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining(directory.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4096, 8192, 8193, 12_288})
    void a_file_with_hardly_anything_in_it_is_refused_and_left_as_it_is(int size) throws IOException {
        H2Store.open(directory).close();
        Path file = directory.resolve("miroir.mv.db");
        byte[] cut = Arrays.copyOf(Files.readAllBytes(file), size);
        Files.write(file, cut);

        assertDamaged();
        assertThat(Arrays.equals(Files.readAllBytes(file), cut)).isTrue();
    }

    @Test
    void a_blank_file_is_refused_and_left_as_it_is() throws IOException {
        Path file = Files.write(directory.resolve("miroir.mv.db"), new byte[16_384]);

        assertDamaged();
        assertThat(Files.readAllBytes(file)).isEqualTo(new byte[16_384]);
    }

    @Test
    void a_database_without_tables_of_miroir_is_refused_and_left_as_it_is() throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE other (a INTEGER)");
        }
        Path file = directory.resolve("miroir.mv.db");
        byte[] content = Files.readAllBytes(file);

        assertDamaged();
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }

    private void assertDamaged() {
        assertThatThrownBy(() -> H2Store.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        "the state in " + directory
                                + " is damaged; put a backup back with the command restore, or rebuild it from the nodes with adopt");
    }

    @Test
    void what_a_killed_first_start_left_is_replaced() throws IOException, SQLException {
        H2Store.open(directory).close();
        byte[] whole = Files.readAllBytes(directory.resolve("miroir.mv.db"));
        for (int size : new int[] {0, 3, 4096, whole.length / 2, whole.length}) {
            Files.deleteIfExists(directory.resolve("miroir.mv.db"));
            Files.write(directory.resolve("miroir-new.mv.db"), Arrays.copyOf(whole, size));
            Files.writeString(directory.resolve("miroir-new.trace.db"), "trace");
            Files.writeString(directory.resolve("miroir-new.lock"), "");

            try (H2Store store = H2Store.open(directory)) {
                assertThat(store.load().meta()).isEmpty();
            }
            assertThat(directory).isDirectoryContaining("glob:**miroir.mv.db").isDirectoryNotContaining("glob:**new*");
        }
    }

    @Test
    void a_first_start_is_refused_while_another_process_makes_the_database() throws IOException {
        try (FileChannel lock = FileChannel.open(
                directory.resolve("miroir-new.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(lock.tryLock()).isNotNull();
            Path theirs = Files.writeString(directory.resolve("miroir-new.mv.db"), "theirs");

            assertThatThrownBy(() -> H2Store.open(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("another Miroir is using " + directory);
            assertThat(theirs).hasContent("theirs");
        }
        H2Store.open(directory).close();
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> H2Store.open(file.resolve("below")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot open the state in " + file.resolve("below"));
    }

    @Test
    void a_closed_store_refuses_reads_and_a_second_close_does_nothing() {
        H2Store store = H2Store.open(directory);
        store.close();
        store.close();

        assertThatThrownBy(store::load).isInstanceOf(StoreException.class);
    }

    private interface Caller {
        void run(int number);
    }

    private static void inThreads(Caller caller) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] threads = new Thread[CALLERS];
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            threads[i] = new Thread(() -> caller.run(number));
            threads[i].setUncaughtExceptionHandler((thread, e) -> failure.compareAndSet(null, e));
        }
        Arrays.stream(threads).forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
    }
}
