package miroir.engine.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.state.Scheduler;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.IdempotencyKey;
import miroir.engine.store.Keep;
import miroir.engine.store.ListedPlan;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.Store;
import miroir.engine.store.StoreException;
import miroir.engine.store.StoredCopy;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.store.StoredPlan;
import miroir.engine.store.StoredState;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredTaskPage;
import miroir.engine.store.TaskFilter;
import miroir.engine.store.TaskPart;
import miroir.engine.store.UnfinishedTask;

/**
 * The ports of one run of Miroir, until it is killed: from then on nothing of it runs, and what it had not yet made
 * durable is lost. What it writes can be read a while before that is on the disk.
 */
final class Incarnation {
    private final StepScheduler steps;
    private final StepScheduler.Strand loop;
    private final StepScheduler.Strand disk;
    private final MemoryStore real;
    private final Random random;
    /** Those to come, and the one that the disk is at. */
    private final Deque<Runnable> writes = new ArrayDeque<>();

    private final List<Witness> witnesses;
    /** Whether the last write can be read, but is not on the disk. */
    private boolean loose;

    private boolean deciding;
    private boolean alive = true;
    private boolean started;
    private boolean doomed;
    private int callsLeft;
    /** Writes until the disk is full; negative: it never is. */
    private int room = -1;

    private boolean full;
    private boolean broken;

    /** Looks at the store. */
    interface Witness {
        /** These can be read from now on; they are not on the disk yet. */
        void written(List<Change> changes);

        /** Miroir is gone, and what was not on the disk. */
        default void killed() {}
    }

    Incarnation(StepScheduler steps, MemoryStore real, Random random, List<Witness> witnesses) {
        this.steps = steps;
        this.real = real;
        this.random = random;
        this.witnesses = witnesses;
        this.loop = steps.strand();
        this.disk = steps.strand();
    }

    void started() {
        started = true;
    }

    /** Ends it; the write that is on its way to the disk arrives or not. */
    void kill() {
        if (alive) {
            alive = false;
            if (loose && random.nextBoolean()) {
                real.lose();
            }
            witnesses.forEach(Witness::killed);
        }
    }

    /**
     * Ends it at one of the next calls that leave it.
     *
     * @param calls after so many of them; 0: before the next write that changes copies
     */
    void killAt(int calls) {
        doomed = true;
        callsLeft = calls;
    }

    /** Lets the disk take so many more writes. The first that finds no room is on it or not; no other is. */
    void fillDisk(int writes) {
        room = writes;
    }

    /** Whether a write was refused for lack of room: nothing is written and nothing read from then on. */
    boolean broken() {
        return broken;
    }

    /** Ends it here when it is to end at this call. */
    private void call(List<Change> changes) {
        boolean now = callsLeft > 0
                ? --callsLeft == 0
                : changes.stream().anyMatch(change -> change instanceof Change.PutCopies);
        if (doomed && now) {
            kill();
        }
    }

    private Runnable ifAlive(Runnable task) {
        return () -> {
            if (alive) {
                task.run();
            }
        };
    }

    Scheduler loop() {
        return new Scheduler() {
            @Override
            public void execute(Runnable task) {
                loop.execute(ifAlive(() -> decide(task)));
            }

            @Override
            public void after(Duration delay, Runnable task) {
                loop.after(delay, ifAlive(() -> decide(task)));
            }

            @Override
            public boolean isHere() {
                return loop.isHere();
            }

            @Override
            public void assertHere() {
                loop.assertHere();
            }
        };
    }

    private void decide(Runnable task) {
        deciding = true;
        try {
            task.run();
        } finally {
            deciding = false;
        }
    }

    Executor workers() {
        return task -> steps.anyTime(ifAlive(task));
    }

    /** The same nodes, but nobody hears the answers after the kill. */
    NodeClient nodes(NodeClient real) {
        return request -> {
            CompletableFuture<NodeReply> heard = new CompletableFuture<>();
            if (alive) {
                Unattended.run(real.send(request).thenAccept(reply -> hear(heard, reply)), "an exchange");
                call(List.of());
            }
            return heard;
        };
    }

    private void hear(CompletableFuture<NodeReply> heard, NodeReply reply) {
        if (alive) {
            heard.complete(reply);
        }
    }

    private void begin(List<Change> changes, CompletableFuture<Void> done) {
        call(changes);
        steps.trace(() -> "written: " + changes);
        if (alive && room == 0) {
            refuse(changes, done);
        } else if (alive) {
            room--;
            CompletableFuture<Void> written = real.write(changes);
            loose = true;
            witnesses.forEach(witness -> witness.written(changes));
            disk.execute(ifAlive(() -> end(written, done)));
        }
    }

    private void refuse(List<Change> changes, CompletableFuture<Void> done) {
        if (!full && random.nextBoolean()) {
            Unattended.run(real.write(changes), "a write to the store");
            loose = true;
            witnesses.forEach(witness -> witness.written(changes));
        }
        full = true;
        disk.execute(ifAlive(() -> {
            broken = true;
            done.completeExceptionally(new StoreException("the disk is full"));
            next();
        }));
    }

    private void end(CompletableFuture<Void> written, CompletableFuture<Void> done) {
        loose = false;
        Unattended.run(
                written.handle(
                        (ok, failure) -> failure == null ? done.complete(null) : done.completeExceptionally(failure)),
                "a write to the store");
        next();
    }

    private void next() {
        writes.remove();
        if (!writes.isEmpty()) {
            disk.execute(ifAlive(writes.element()));
        }
    }

    /** The store to read; the loop waits for no disk. */
    private Store readable() {
        if (deciding) {
            throw new AssertionError("the loop reads the store");
        }
        if (broken) {
            throw new StoreException("the store failed and stopped");
        }
        return real;
    }

    /** The same store, written by a thread of its own that dies with Miroir. */
    Store store() {
        return new Store() {
            @Override
            public CompletableFuture<Void> write(List<Change> changes) {
                if (!started) {
                    return real.write(changes);
                }
                CompletableFuture<Void> done = new CompletableFuture<>();
                writes.add(() -> begin(changes, done));
                if (writes.size() == 1) {
                    disk.execute(ifAlive(writes.element()));
                }
                return done;
            }

            @Override
            public StoredState load() {
                return readable().load();
            }

            @Override
            public Optional<StoredTask> task(long uid) {
                return readable().task(uid);
            }

            @Override
            public StoredTaskPage tasks(TaskFilter filter) {
                return readable().tasks(filter);
            }

            @Override
            public List<StoredTask> tasks(List<Long> uids, long characters) {
                return readable().tasks(uids, characters);
            }

            @Override
            public void unfinishedTasks(Consumer<UnfinishedTask> to) {
                readable().unfinishedTasks(to);
            }

            @Override
            public List<TaskPart> recentParts() {
                return readable().recentParts();
            }

            @Override
            public Optional<StoredPlan> plan(String id) {
                return readable().plan(id);
            }

            @Override
            public List<ListedPlan> plans(int limit) {
                return readable().plans(limit);
            }

            @Override
            public Optional<StoredOperation> operation(String id) {
                return readable().operation(id);
            }

            @Override
            public List<StoredOperation> operations(int offset, int limit) {
                return readable().operations(offset, limit);
            }

            @Override
            public List<StoredOperation> openOperations() {
                return readable().openOperations();
            }

            @Override
            public List<StoredMove> moves(String operationId) {
                return readable().moves(operationId);
            }

            @Override
            public Optional<IdempotencyKey> idempotencyKey(String name) {
                return readable().idempotencyKey(name);
            }

            @Override
            public Keep.Excess excess(Keep keep) {
                return readable().excess(keep);
            }

            @Override
            public List<AuditRow> audit(int offset, int limit) {
                return readable().audit(offset, limit);
            }

            @Override
            public StoredCopy copyTo(Path folder) {
                return readable().copyTo(folder);
            }

            @Override
            public void close() {}
        };
    }
}
