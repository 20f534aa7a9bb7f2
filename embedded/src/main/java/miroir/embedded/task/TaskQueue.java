package miroir.embedded.task;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a node. They run one at a time in the order of their uids, except that cancelations and deletions of
 * tasks go first. Thread-safe.
 */
public final class TaskQueue implements AutoCloseable {

    private final TreeMap<Integer, Task> tasks = new TreeMap<>();
    private final TreeMap<Integer, Task> waiting = new TreeMap<>();
    private final InstantSource clock;
    private final Executor executor;
    private final Work work;
    private final Object running = new Object();
    private final @Nullable Journal journal;
    private Instant lastAccepted = Instant.MIN;
    private int nextUid;
    private int nextBatch;
    private boolean closed;

    /** Opens the queue, and runs again what a directory says was run before. */
    public TaskQueue(@Nullable Path directory, InstantSource clock, Executor executor, Work work) {
        this.clock = clock;
        this.executor = executor;
        this.work = work;
        this.journal = directory == null ? null : Journal.open(directory.resolve("journal"), this::replay);
        for (int i = waiting.size(); i > 0; i--) {
            executor.execute(this::step);
        }
    }

    private void replay(Map<String, @Nullable Object> head, byte[] payload) {
        if (head.containsKey("kind")) {
            register(Journal.task(head, payload));
        } else {
            Task task = Objects.requireNonNull(waiting.remove(Journal.integer(head, "done")));
            process(task, Journal.instant(head, "started"), Journal.instant(head, "finished"));
        }
    }

    private void register(Task task) {
        tasks.put(task.uid(), task);
        waiting.put(task.uid(), task);
        lastAccepted = task.enqueuedAt();
        nextUid = task.uid() + 1;
    }

    /** The time now, or just after the last task's: no two tasks were enqueued at the same time. */
    private Instant now() {
        Instant now = clock.instant();
        return now.isAfter(lastAccepted) ? now : lastAccepted.plusNanos(1);
    }

    /** Accepts a task; it is kept before this returns. */
    public Task enqueue(NewTask request) {
        Task task;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the node is closed");
            }
            task = Task.accepted(nextUid, request, now());
            if (journal != null) {
                journal.append(Journal.accepted(task), request.operation().payload());
            }
            register(task);
        }
        executor.execute(this::step);
        return task;
    }

    private void step() {
        synchronized (running) {
            Task task = next();
            if (task != null) {
                process(task, clock.instant(), null);
            }
        }
    }

    private synchronized @Nullable Task next() {
        if (closed || waiting.isEmpty()) {
            return null;
        }
        Task chosen = Objects.requireNonNull(waiting.firstEntry()).getValue();
        for (String urgent : List.of("taskDeletion", "taskCancelation")) {
            for (Task task : waiting.values()) {
                chosen = task.request().type().equals(urgent) ? task : chosen;
            }
        }
        waiting.remove(chosen.uid());
        return chosen;
    }

    private void process(Task task, Instant startedAt, @Nullable Instant knownEnd) {
        int batch;
        synchronized (this) {
            batch = nextBatch++;
            Task.Progress progress =
                    new Task.Progress(Task.Status.PROCESSING, batch, null, startedAt, null, null, null);
            tasks.put(task.uid(), task.with(progress));
        }
        Outcome outcome = task.request().indexUid() == null ? changeTasks(task, startedAt) : work.run(task, startedAt);
        Instant finishedAt = knownEnd == null ? clock.instant() : knownEnd;
        Task.Progress progress = new Task.Progress(
                outcome.error() == null ? Task.Status.SUCCEEDED : Task.Status.FAILED,
                batch,
                null,
                startedAt,
                finishedAt,
                outcome.details(),
                outcome.error() == null ? null : outcome.error().body());
        synchronized (this) {
            if (knownEnd == null && journal != null && !closed) {
                journal.append(
                        Json.object(
                                "done", task.uid(), "started", startedAt.toString(), "finished", finishedAt.toString()),
                        new byte[0]);
            }
            Rename rename = outcome.rename();
            if (rename != null) {
                tasks.headMap(task.uid()).replaceAll((uid, earlier) -> earlier.renamed(rename));
            }
            tasks.computeIfPresent(task.uid(), (uid, current) -> current.with(progress));
        }
    }

    /** A task, or null. */
    public synchronized @Nullable Task task(int uid) {
        return tasks.get(uid);
    }

    /** All tasks a filter accepts, oldest first. */
    public synchronized List<Task> tasks(Predicate<Task> filter) {
        return tasks.values().stream().filter(filter).toList();
    }

    /** Whether tasks of an index wait or run. */
    public synchronized boolean isIndexing(String uid) {
        return tasks.values().stream()
                .anyMatch(task -> task.progress().status() == Task.Status.PROCESSING && uid.equals(task.indexUid()));
    }

    private Outcome changeTasks(Task task, Instant now) {
        List<Integer> uids = Json.asStrings(
                        task.request().operation().arguments().get("uids"))
                .stream()
                .map(Integer::valueOf)
                .toList();
        boolean cancels = task.request().type().equals("taskCancelation");
        int count = cancels ? cancel(uids, task.uid(), now) : forget(uids);
        return Outcome.of(Details.with(task.request().details(), cancels ? "canceledTasks" : "deletedTasks", count));
    }

    private synchronized int cancel(List<Integer> uids, int by, Instant now) {
        int count = 0;
        for (Integer uid : uids) {
            Task task = waiting.remove(uid);
            if (task != null) {
                count++;
                Map<String, @Nullable Object> details =
                        Details.zeroed(task.request().details());
                tasks.put(
                        uid,
                        task.with(
                                new Task.Progress(Task.Status.CANCELED, nextBatch - 1, by, null, now, details, null)));
            }
        }
        return count;
    }

    private synchronized int forget(List<Integer> uids) {
        int count = 0;
        for (Integer uid : uids) {
            Task task = tasks.get(uid);
            if (task != null && task.progress().status().isFinal()) {
                tasks.remove(uid);
                count++;
            }
        }
        return count;
    }

    /** Stops; waits for the task that runs. Waiting tasks stay in the journal. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        synchronized (running) {
            if (journal != null) {
                journal.close();
            }
        }
    }
}
