package miroir.engine.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.state.Scheduler;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.IdempotencyKey;
import miroir.engine.store.ListedPlan;
import miroir.engine.store.Store;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.store.StoredPlan;
import miroir.engine.store.StoredState;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredTaskPage;
import miroir.engine.store.TaskFilter;

/**
 * The ports of one run of Miroir, until it is killed: from then on nothing of it runs, and what it had not yet made
 * durable is lost.
 */
final class Incarnation {
    private final StepScheduler steps;
    private final StepScheduler.Strand loop;
    private final StepScheduler.Strand disk;
    private boolean alive = true;
    private boolean started;
    private boolean doomed;
    private int callsLeft;

    Incarnation(StepScheduler steps) {
        this.steps = steps;
        this.loop = steps.strand();
        this.disk = steps.strand();
    }

    void started() {
        started = true;
    }

    void kill() {
        alive = false;
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

    /** Ends it here when it is to end at this call. */
    private void call(List<Change> changes) {
        boolean now = callsLeft > 0
                ? --callsLeft == 0
                : changes.stream().anyMatch(change -> change instanceof Change.PutCopies);
        alive &= !(doomed && now);
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
                loop.execute(ifAlive(task));
            }

            @Override
            public void after(Duration delay, Runnable task) {
                loop.after(delay, ifAlive(task));
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

    private static void writeTo(Store real, List<Change> changes, CompletableFuture<Void> done) {
        Unattended.run(
                real.write(changes)
                        .handle((ok, failure) ->
                                failure == null ? done.complete(null) : done.completeExceptionally(failure)),
                "a write to the store");
    }

    /** The same store, written by a thread of its own that dies with Miroir. */
    Store store(Store real) {
        return new Store() {
            @Override
            public CompletableFuture<Void> write(List<Change> changes) {
                CompletableFuture<Void> done = new CompletableFuture<>();
                Runnable write = ifAlive(() -> {
                    call(changes);
                    if (alive) {
                        writeTo(real, changes, done);
                    }
                });
                if (started) {
                    disk.execute(write);
                } else {
                    write.run();
                }
                return done;
            }

            @Override
            public StoredState load() {
                return real.load();
            }

            @Override
            public Optional<StoredTask> task(long uid) {
                return real.task(uid);
            }

            @Override
            public StoredTaskPage tasks(TaskFilter filter) {
                return real.tasks(filter);
            }

            @Override
            public List<StoredTask> unfinishedTasks() {
                return real.unfinishedTasks();
            }

            @Override
            public Optional<StoredPlan> plan(String id) {
                return real.plan(id);
            }

            @Override
            public List<ListedPlan> plans(int limit) {
                return real.plans(limit);
            }

            @Override
            public Optional<StoredOperation> operation(String id) {
                return real.operation(id);
            }

            @Override
            public List<StoredOperation> operations(int offset, int limit) {
                return real.operations(offset, limit);
            }

            @Override
            public List<StoredOperation> openOperations() {
                return real.openOperations();
            }

            @Override
            public List<StoredMove> moves(String operationId) {
                return real.moves(operationId);
            }

            @Override
            public List<IdempotencyKey> idempotencyKeys() {
                return real.idempotencyKeys();
            }

            @Override
            public List<AuditRow> audit(int offset, int limit) {
                return real.audit(offset, limit);
            }

            @Override
            public void close() {}
        };
    }
}
