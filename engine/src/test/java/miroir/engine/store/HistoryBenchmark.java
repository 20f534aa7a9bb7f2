package miroir.engine.store;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.topology.IndexId;
import miroir.core.topology.Node;

/**
 * What a long history costs a store: its opening, its lists, a write, and what pruning gives back. Arguments: ended tasks;
 * tasks that wait; keys of repeated writes.
 */
final class HistoryBenchmark {
    private static final String REQUEST = "{\"do\":\"writeDocuments\",\"method\":\"POST\",\"payload\":\""
            + "0123456789abcdef0123456789abcdef.ndjson\",\"received\":1,\"primaryKey\":null,\"skipCreation\":false,"
            + "\"seal\":{\"bytes\":31,\"crc32c\":1234567890}}";

    private final Path folder;
    private H2Store store;

    private HistoryBenchmark(Path folder) {
        this.folder = folder;
        this.store = H2Store.open(folder);
    }

    public static void main(String[] arguments) throws Exception {
        int ended = number(arguments, 0, 100_000);
        int waiting = number(arguments, 1, 20_000);
        int keys = number(arguments, 2, 50_000);
        HistoryBenchmark benchmark = new HistoryBenchmark(Files.createTempDirectory("miroir-history-"));
        benchmark.measure("empty", 0);
        benchmark.fill(ended, waiting, keys);
        benchmark.reopen();
        benchmark.measure("full", ended + waiting);
        benchmark.prune(waiting + ended / 2L, ended);
        benchmark.store.close();
        System.out.printf("closed: %d MiB%n", benchmark.size());
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private interface Act {
        void run();
    }

    private static void time(String what, Act act) {
        long before = System.nanoTime();
        act.run();
        System.out.printf("  %-40s %9.1f ms%n", what, (System.nanoTime() - before) / 1e6);
    }

    private long size() {
        long bytes = 0;
        for (File file : requireNonNull(folder.toFile().listFiles())) {
            bytes += file.length();
        }
        return bytes >> 20;
    }

    private void fill(int ended, int waiting, int keys) {
        Node node = Samples.node("a").node();
        List<Change> changes = new ArrayList<>(List.of(new Change.PutNode(new StoredNode(node, null, null, ended))));
        time("filling", () -> {
            for (int uid = 0; uid < ended + waiting; uid++) {
                changes.add(new Change.PutTask(task(uid, uid < ended)));
                if (uid < ended) {
                    changes.add(
                            new Change.PutPart(new TaskPart(uid, node.id(), 0, uid, 1, PartStatus.SUCCEEDED, null)));
                }
                flush(changes, 1000);
            }
            for (int i = 0; i < keys; i++) {
                changes.add(new Change.PutIdempotencyKey(new IdempotencyKey(
                        "key-" + i + "-0123456789abcdef", "f".repeat(64), i, Instant.ofEpochSecond(i))));
                flush(changes, 1000);
            }
            flush(changes, 0);
        });
    }

    private void flush(List<Change> changes, int most) {
        if (changes.size() > most) {
            store.write(changes).join();
            changes.clear();
        }
    }

    private static StoredTask task(long uid, boolean ended) {
        Instant now = Instant.ofEpochSecond(1_700_000_000 + uid);
        return new StoredTask(
                uid,
                "index-" + uid % 3,
                new IndexId(1),
                TaskType.DOCUMENT_ADDITION_OR_UPDATE,
                ended ? TaskStatus.SUCCEEDED : TaskStatus.ENQUEUED,
                null,
                "{\"receivedDocuments\":1,\"indexedDocuments\":1}",
                null,
                now,
                ended ? now : null,
                ended ? now : null,
                null,
                REQUEST,
                List.of());
    }

    private void reopen() {
        store.close();
        System.out.printf("filled: %d MiB%n", size());
        time("opening", () -> store = H2Store.open(folder));
    }

    private void measure(String what, long next) {
        System.out.println(what);
        time("load", () -> store.load());
        time("what was sent not long ago", () -> store.recentParts());
        AtomicInteger unfinished = new AtomicInteger();
        time("tasks that wait", () -> store.unfinishedTasks(task -> unfinished.incrementAndGet()));
        System.out.println("  " + unfinished + " wait");
        for (int i = 0; i < 2; i++) {
            time("newest 20", () -> store.tasks(TaskFilter.newest(20)));
            time(
                    "newest 20 that wait",
                    () -> store.tasks(TaskFilter.newest(
                            20, null, List.of(TaskStatus.ENQUEUED, TaskStatus.PROCESSING), List.of(), List.of())));
            time(
                    "newest 20 that succeeded",
                    () -> store.tasks(
                            TaskFilter.newest(20, null, List.of(TaskStatus.SUCCEEDED), List.of(), List.of())));
            time(
                    "newest 20 of an index",
                    () -> store.tasks(TaskFilter.newest(20, null, List.of(), List.of(), List.of("index-1"))));
            time("a key", () -> store.idempotencyKey("key-7-0123456789abcdef"));
            time("excess", () -> store.excess(new Keep(1_000_000, 100_000, 1000, 1000, Instant.EPOCH)));
        }
        time("a hundred writes one by one", () -> {
            for (int i = 0; i < 100; i++) {
                store.write(List.of(
                                new Change.PutTask(task(next + i, true)),
                                new Change.PutIdempotencyKey(new IdempotencyKey(
                                        "new-" + next + "-" + i, "f", 1, Instant.EPOCH.plusSeconds(9)))))
                        .join();
            }
        });
    }

    private void prune(long kept, int ended) {
        Keep keep = new Keep(kept, 100_000, 1000, 1000, Instant.ofEpochSecond(ended));
        AtomicInteger rounds = new AtomicInteger();
        time("pruning", () -> {
            for (var excess = store.excess(keep); !excess.changes().isEmpty(); excess = store.excess(keep)) {
                store.write(excess.changes()).join();
                rounds.incrementAndGet();
            }
        });
        System.out.printf("  %d rounds, %d MiB%n", rounds.get(), size());
        fill(ended / 2, 0, 0);
        System.out.printf("filled again: %d MiB%n", size());
    }
}
