package miroir.engine.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.Keep;

/**
 * Forgets what would grow for ever: old tasks, operations, plans, audit rows, keys of repeated writes. A little at a time, so
 * that no write waits for it. Loop thread.
 */
public final class Retention {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final long MOST_TASKS = 1_000_000;
    /** As a Meilisearch node does it: when there are too many tasks, the oldest of them go at once. */
    private static final long TASKS_AT_ONCE = 100_000;

    private final Ports ports;
    private final Cluster cluster;
    private final RepeatedWrites repeated;
    private boolean stopped;
    private boolean pruning;

    Retention(Ports ports, Cluster cluster, RepeatedWrites repeated) {
        this.ports = ports;
        this.cluster = cluster;
        this.repeated = repeated;
    }

    /** Begins with the first round. */
    public void start() {
        ports.loop().execute(this::round);
    }

    /** Begins no other round. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    private void round() {
        if (stopped || cluster.storeFailed()) {
            return;
        }
        Keep keep = new Keep(
                pruning ? MOST_TASKS - TASKS_AT_ONCE : MOST_TASKS,
                Keep.AUDIT_ROWS,
                Keep.OPERATIONS,
                Keep.PLANS,
                repeated.now().minus(RepeatedWrites.KEPT));
        LongConsumer keys = repeated::count;
        Unattended.run(
                CompletableFuture.supplyAsync(() -> cluster.look(store -> store.excess(keep)), ports.workers())
                        .thenComposeAsync(
                                excess -> {
                                    keys.accept(excess.keys());
                                    pruning = excess.changes().stream().anyMatch(c -> c instanceof Change.DropTasks);
                                    return forget(excess.changes());
                                },
                                ports.loop())
                        .whenCompleteAsync(
                                (some, failure) ->
                                        ports.loop().after(failure == null && some ? BETWEEN : EVERY, this::round),
                                ports.loop()),
                "forgetting what is old");
    }

    private CompletableFuture<Boolean> forget(List<Change> changes) {
        return changes.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : cluster.write(changes).thenApply(done -> true);
    }
}
