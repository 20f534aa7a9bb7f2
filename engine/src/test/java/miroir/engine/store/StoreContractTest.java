package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store promises. */
@ParameterizedClass
@EnumSource(StoreContractTest.Kind.class)
class StoreContractTest {
    enum Kind {
        H2,
        MEMORY;

        Store open(Path directory) {
            return this == H2 ? H2Store.open(directory) : MemoryStore.immediate();
        }
    }

    private final Kind kind;

    @TempDir
    Path directory;

    private Store store;

    StoreContractTest(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        store = kind.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void write(Change... changes) {
        store.write(List.of(changes)).join();
    }

    @Test
    void keys_of_repeated_writes_are_kept_until_they_are_too_old() {
        IdempotencyKey old = new IdempotencyKey("b", "f", 1, Samples.NOW);
        IdempotencyKey young = new IdempotencyKey("a", "g", 2, Samples.NOW.plusSeconds(5));
        write(new Change.PutIdempotencyKey(young), new Change.PutIdempotencyKey(old));
        assertThat(store.idempotencyKey("b")).contains(old);
        Keep keep = new Keep(9, 9, 9, 9, Samples.NOW.plusSeconds(1));
        assertThat(store.excess(keep))
                .isEqualTo(new Keep.Excess(List.of(new Change.DropIdempotencyKeys(List.of("b"))), 2));
        store.write(store.excess(keep).changes()).join();
        assertThat(store.idempotencyKey("b")).isEmpty();
        assertThat(store.idempotencyKey("a")).contains(young);
        assertThat(store.excess(keep)).isEqualTo(new Keep.Excess(List.of(), 1));
    }

    @Test
    void a_new_store_is_empty_and_starts_tasks_at_zero() {
        StoredState state = store.load();

        assertThat(state.meta()).isEmpty();
        assertThat(state.nodes()).isEmpty();
        assertThat(state.indexes()).isEmpty();
        assertThat(state.copies()).isEmpty();
        assertThat(state.nextTaskUid()).isZero();
        assertThat(store.tasks(TaskFilter.newest(20))).isEqualTo(new StoredTaskPage(List.of(), 0, null));
    }

    @Test
    void load_gives_back_what_was_written() {
        Copy second = Samples.copy(1, "a", CopyState.SYNCING);
        Copy first = Samples.copy(0, "b", CopyState.IN_SYNC);
        write(
                new Change.PutMeta("cluster", "c1"),
                new Change.PutNode(Samples.node("b")),
                new Change.PutNode(Samples.node("a")),
                new Change.PutIndex(Samples.index(1, "books")),
                new Change.PutIndex(Samples.index(2, "films")),
                new Change.PutCopies(new IndexId(1), 8, List.of(second, first)));

        StoredState state = store.load();

        assertThat(state.meta()).isEqualTo(Map.of("cluster", "c1"));
        assertThat(state.nodes()).containsExactly(Samples.node("a"), Samples.node("b"));
        assertThat(state.indexes()).containsExactly(Samples.index(1, "books").withEpoch(8), Samples.index(2, "films"));
        assertThat(state.copies()).isEqualTo(Map.of(new IndexId(1), List.of(first, second), new IndexId(2), List.of()));
    }

    @Test
    void putting_again_replaces_and_keeps_what_hangs_on_it() {
        Copy copy = Samples.copy(0, "a", CopyState.IN_SYNC);
        Copy stale = Samples.copy(0, "a", CopyState.STALE);
        write(
                new Change.PutMeta("k", "1"),
                new Change.PutIndex(Samples.index(1, "books")),
                new Change.PutCopies(new IndexId(1), 8, List.of(copy)),
                new Change.PutTask(Samples.task(0, TaskStatus.ENQUEUED)),
                new Change.PutPart(Samples.part(0, "a", PartStatus.PENDING)));
        write(
                new Change.PutMeta("k", "2"),
                new Change.PutIndex(Samples.index(1, "livres")),
                new Change.PutCopies(new IndexId(1), 9, List.of(stale)),
                new Change.PutTask(Samples.task(0, TaskStatus.PROCESSING)),
                new Change.PutPart(Samples.part(0, "a", PartStatus.ENQUEUED)));

        assertThat(store.load().meta()).containsEntry("k", "2");
        assertThat(store.load().indexes())
                .containsExactly(Samples.index(1, "livres").withEpoch(9));
        assertThat(store.load().copies().get(new IndexId(1))).containsExactly(stale);
        assertThat(store.task(0))
                .contains(Samples.task(0, TaskStatus.PROCESSING)
                        .withParts(List.of(Samples.part(0, "a", PartStatus.ENQUEUED))));
    }

    @Test
    void dropping_an_index_drops_its_copies_and_dropping_copies_only_those() {
        Copy a = Samples.copy(0, "a", CopyState.IN_SYNC);
        Copy b = Samples.copy(0, "b", CopyState.LEAVING);
        write(
                new Change.PutIndex(Samples.index(1, "books")),
                new Change.PutIndex(Samples.index(2, "films")),
                new Change.PutCopies(new IndexId(1), 8, List.of(a, b)),
                new Change.PutCopies(new IndexId(2), 8, List.of(a, b)));
        write(new Change.DropIndex(new IndexId(1)), new Change.DropCopies(new IndexId(2), 9, List.of(b)));

        assertThat(store.load().copies()).isEqualTo(Map.of(new IndexId(2), List.of(a)));
        assertThat(store.load().indexes())
                .containsExactly(Samples.index(2, "films").withEpoch(9));
    }

    @Test
    void a_failing_write_leaves_nothing_behind() {
        write(new Change.PutIndex(Samples.index(1, "books")), new Change.PutTask(Samples.task(0, TaskStatus.ENQUEUED)));
        List<List<Change>> failing = List.of(
                List.of(new Change.PutPart(Samples.part(9, "a", PartStatus.PENDING))),
                List.of(new Change.PutCopies(new IndexId(9), 1, List.of())),
                List.of(new Change.DropCopies(new IndexId(9), 1, List.of())),
                List.of(new Change.PutIndex(Samples.index(2, "books"))));
        for (List<Change> tail : failing) {
            List<Change> changes = new ArrayList<>(List.of(
                    new Change.PutMeta("half", "done"),
                    new Change.PutTask(Samples.task(5, TaskStatus.ENQUEUED)),
                    new Change.DropTasks(List.of(0L)),
                    new Change.Audit(new AuditRow(Samples.NOW, "operator", "add", "a", null, null, null))));
            changes.addAll(tail);
            assertThatThrownBy(() -> store.write(changes).join())
                    .as("%s", tail)
                    .hasCauseInstanceOf(StoreException.class);
        }

        assertThat(store.load().meta()).isEmpty();
        assertThat(store.load().nextTaskUid()).isEqualTo(1);
        assertThat(store.load().indexes()).containsExactly(Samples.index(1, "books"));
        assertThat(store.audit(0, 10)).isEmpty();
        assertThat(store.task(0)).isPresent();
    }

    @Test
    void two_indexes_swap_names_in_one_write() {
        write(new Change.PutIndex(Samples.index(1, "a")), new Change.PutIndex(Samples.index(2, "b")));
        write(new Change.PutIndex(Samples.index(1, "b")), new Change.PutIndex(Samples.index(2, "a")));

        assertThat(store.load().indexes()).containsExactly(Samples.index(1, "b"), Samples.index(2, "a"));
    }

    @Test
    void the_next_task_uid_never_falls_back_when_the_newest_tasks_are_dropped() {
        write(
                new Change.PutTask(Samples.task(0, TaskStatus.SUCCEEDED)),
                new Change.PutTask(Samples.task(7, TaskStatus.SUCCEEDED)));
        write(new Change.DropTasks(List.of(7L, 0L, 100L)));
        assertThat(store.load().nextTaskUid()).isEqualTo(8);

        write(new Change.PutTask(Samples.task(8, TaskStatus.SUCCEEDED)), new Change.DropTasks(List.of(8L)));
        assertThat(store.load().nextTaskUid()).isEqualTo(9);
        assertThat(store.task(8)).isEmpty();
    }

    @Test
    void numbers_of_tasks_that_are_skipped_are_not_given() {
        write(new Change.SkipTasks(40));
        assertThat(store.load().nextTaskUid()).isEqualTo(40);
        write(new Change.SkipTasks(7));
        assertThat(store.load().nextTaskUid()).isEqualTo(40);
        write(new Change.PutTask(Samples.task(50, TaskStatus.SUCCEEDED)));
        assertThat(store.load().nextTaskUid()).isEqualTo(51);
    }

    @Test
    void unfinished_tasks_come_oldest_first() {
        write(
                new Change.PutTask(Samples.task(3, TaskStatus.ENQUEUED)),
                new Change.PutTask(Samples.task(2, TaskStatus.SUCCEEDED)),
                new Change.PutTask(Samples.task(1, TaskStatus.PROCESSING)),
                new Change.PutTask(Samples.task(4, TaskStatus.FAILED)),
                new Change.PutTask(Samples.task(5, TaskStatus.CANCELED)),
                new Change.PutTask(Samples.task(6, TaskStatus.PROCESSING)),
                new Change.PutPart(Samples.part(3, "a", PartStatus.ENQUEUED)));

        List<UnfinishedTask> found = new ArrayList<>();
        store.unfinishedTasks(found::add);
        assertThat(found.stream().map(task -> task.uid() + " " + task.started()))
                .containsExactly("1 true", "3 false", "6 true");
        StoredTask whole = Samples.task(3, TaskStatus.ENQUEUED);
        assertThat(found.get(1)).isEqualTo(new UnfinishedTask(3, whole.indexUid(), false, whole.request()));
        assertThat(store.tasks(List.of(3L, 6L), 1_000_000))
                .containsExactly(whole, Samples.task(6, TaskStatus.PROCESSING));
    }

    @Test
    void what_has_ended_is_dropped_oldest_first_when_there_is_too_much_of_it() {
        List<Change> changes = new ArrayList<>();
        for (long uid = 0; uid < 6; uid++) {
            changes.add(new Change.PutTask(uid == 1 ? Samples.task(1, TaskStatus.ENQUEUED) : ended(uid)));
            changes.add(new Change.Audit(new AuditRow(Samples.NOW, "operator", "add", "a" + uid, null, null, null)));
        }
        // what node a did of task 0 has not been followed to its end
        changes.add(new Change.PutNode(Samples.node("a")));
        changes.add(new Change.PutPart(
                new TaskPart(0, new NodeId("a"), 0, Samples.node("a").taskUid() + 1, 1, PartStatus.SUCCEEDED, null)));
        store.write(changes).join();

        Keep keep = new Keep(4, 5, 1, 1, Instant.EPOCH);
        store.write(store.excess(keep).changes()).join();
        assertThat(store.tasks(TaskFilter.newest(10)).tasks().stream().map(StoredTask::uid))
                .containsExactly(5L, 4L, 1L, 0L);
        assertThat(store.audit(0, 10).stream().map(AuditRow::target)).containsExactly("a5", "a4", "a3", "a2", "a1");
        assertThat(store.excess(keep).changes()).isEmpty();
    }

    private static StoredTask ended(long uid) {
        StoredTask task = Samples.task(uid, TaskStatus.SUCCEEDED);
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
                Samples.NOW,
                Samples.NOW,
                null,
                task.request(),
                List.of());
    }

    @Test
    void every_task_filter_gives_what_its_meaning_says() {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            List<StoredTask> tasks = new ArrayList<>();
            List<Change> changes = new ArrayList<>();
            for (long uid = 0; uid < 60; uid++) {
                TaskPart part = new TaskPart(uid, new NodeId("n"), 1, uid, 2, PartStatus.ENQUEUED, "{}");
                StoredTask task = Samples.randomTask(uid, random);
                changes.add(new Change.PutTask(task));
                changes.add(new Change.PutPart(part));
                tasks.add(task.withParts(List.of(part)));
            }
            store.write(changes).join();
            for (int i = 0; i < 150; i++) {
                TaskFilter filter = Samples.randomFilter(60, random);
                assertThat(store.tasks(filter)).as("seed %d, %s", seed, filter).isEqualTo(expected(tasks, filter));
            }
        }
    }

    private static StoredTaskPage expected(List<StoredTask> ascending, TaskFilter filter) {
        List<StoredTask> found = new ArrayList<>();
        long total = 0;
        Long next = null;
        for (int i = 0; i < ascending.size(); i++) {
            StoredTask task = ascending.get(filter.reverse() ? i : ascending.size() - 1 - i);
            if (TaskMatch.of(filter).test(task)) {
                total++;
                Long from = filter.from();
                boolean before = from != null && (filter.reverse() ? task.uid() < from : task.uid() > from);
                if (!before && found.size() < filter.limit()) {
                    found.add(task);
                } else if (!before && next == null) {
                    next = task.uid();
                }
            }
        }
        return new StoredTaskPage(found, total, next);
    }

    @Test
    void an_empty_list_in_a_filter_matches_no_task() {
        write(new Change.PutTask(Samples.task(0, TaskStatus.ENQUEUED)));
        TaskFilter nothing =
                new TaskFilter(5, null, false, null, null, null, null, List.of(), null, null, null, null, null, null);

        assertThat(store.tasks(nothing)).isEqualTo(new StoredTaskPage(List.of(), 0, null));
    }

    @Test
    void a_limit_of_the_largest_integer_gives_all_tasks() {
        write(new Change.PutTask(Samples.task(0, TaskStatus.ENQUEUED)));

        assertThat(store.tasks(TaskFilter.newest(Integer.MAX_VALUE)).tasks()).hasSize(1);
    }

    @Test
    void the_audit_trail_gives_the_newest_first() {
        List<AuditRow> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Instant at = Samples.NOW.minusSeconds(i);
            rows.add(new AuditRow(at, "operator", "add node", "n" + i, null, "{\"i\":" + i + "}", "r" + i));
            write(new Change.Audit(rows.get(i)));
        }

        assertThat(store.audit(0, 2)).containsExactly(rows.get(4), rows.get(3));
        assertThat(store.audit(3, 10)).containsExactly(rows.get(1), rows.get(0));
    }

    @Test
    void texts_of_several_megabytes_and_of_any_script_survive() {
        String settings = "{\"synonyms\":\"" + "é𝄞漢'\\\\".repeat(700_000) + "\"}";
        StoredIndex index = Samples.index(1, "books");
        StoredIndex large = new StoredIndex(
                index.id(),
                index.uid(),
                index.physicalUid(),
                null,
                index.shards(),
                index.replicationFactor(),
                index.placement(),
                settings,
                5,
                index.epoch(),
                index.createdAt(),
                index.updatedAt());
        write(new Change.PutIndex(large));
        write(new Change.PutIndex(large), new Change.PutMeta("large", settings));

        assertThat(store.load().indexes()).containsExactly(large);
        assertThat(store.load().meta()).containsEntry("large", settings);
    }

    @Test
    void a_closed_store_refuses_writes() {
        store.close();

        assertThatThrownBy(
                        () -> store.write(List.of(new Change.PutMeta("a", "b"))).join())
                .hasRootCauseMessage("the store is closed");
        store = kind.open(directory);
    }
}
