package miroir.engine.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTaskPage;
import miroir.engine.dialect.TaskRef;
import miroir.engine.follow.Claim;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node that answers also works: its disk may be full or its queue stuck while its health route says that all is
 * well. A node that refused a write is asked to write a canary before it gets another. Loop thread.
 */
final class Pipeline {
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** A canary that is not written by then is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A queue whose oldest task waits so long while none is worked on stands still. */
    private static final Duration IDLE_STALL = Duration.ofSeconds(30);
    /** One batch may take long; so long it does not. */
    private static final Duration BUSY_STALL = Duration.ofMinutes(15);

    private final Ports ports;
    private final NodeApi api;
    private final NodeTasks tasks;
    private final MarkerIndex markers;
    private final Map<NodeId, Watch> watches = new HashMap<>();

    Pipeline(Ports ports, NodeApi api, NodeTasks tasks, MarkerIndex markers) {
        this.ports = ports;
        this.api = api;
        this.tasks = tasks;
        this.markers = markers;
    }

    private static final class Watch {
        Moment checked = Moment.FIRST;
        long oldest = -1;
        Moment since = Moment.FIRST;
        boolean running;

        @Nullable
        String stalled;

        @Nullable
        String refused;
    }

    /** Why the node should get no writes now; null: it works. */
    @Nullable
    String trouble(NodeId node) {
        Watch watch = watches.get(node);
        return watch == null ? null : watch.refused != null ? watch.refused : watch.stalled;
    }

    /** The node refused a write for a reason of its own. */
    void refused(NodeId node, String reason) {
        watch(node).refused = reason;
    }

    /** The node lost its data or was away: what was known of it counts no more. */
    void forget(NodeId node) {
        watches.remove(node);
    }

    private Watch watch(NodeId node) {
        return watches.computeIfAbsent(node, n -> new Watch());
    }

    /** Looks at a node that just proved itself, now and then. */
    void look(StoredNode stored) {
        NodeId node = stored.node().id();
        Watch watch = watch(node);
        Moment now = ports.ticker().now();
        if (watch.running || watch.checked.plus(EVERY).isAfter(now)) {
            return;
        }
        watch.running = true;
        watch.checked = now;
        CompletableFuture<Void> canary =
                watch.refused == null ? CompletableFuture.completedFuture(null) : canary(node, watch);
        Unattended.run(
                canary.thenComposeAsync(done -> queue(node, watch), ports.loop())
                        .whenCompleteAsync((done, failure) -> watch.running = false, ports.loop()),
                "looking at the queue of " + node);
    }

    private CompletableFuture<Void> canary(NodeId node, Watch watch) {
        return markers.sign(node, "canary")
                .thenComposeAsync(
                        answer -> answer.said()
                                .map(ref -> written(node, ref, watch))
                                .orElseGet(() -> CompletableFuture.completedFuture(null)),
                        ports.loop());
    }

    private CompletableFuture<Void> written(NodeId node, TaskRef ref, Watch watch) {
        Claim claim = tasks.claim(node, ref);
        CompletableFuture<Void> over = new CompletableFuture<>();
        ports.loop().after(PATIENCE, () -> over.complete(null));
        Unattended.run(
                claim.ended().thenAccept(end -> {
                    if (end instanceof Claim.State.Shown shown && shown.task().error() == null) {
                        watch.refused = null;
                    }
                    over.complete(null);
                }),
                "writing the canary of " + node);
        return over.thenRun(claim::release);
    }

    private CompletableFuture<Void> queue(NodeId node, Watch watch) {
        return api.oldestOpenTask(node)
                .thenCombineAsync(
                        api.processingTask(node),
                        (open, processing) -> {
                            judge(watch, open, processing);
                            return null;
                        },
                        ports.loop());
    }

    private void judge(Watch watch, Answer<NodeTaskPage> open, Answer<NodeTaskPage> processing) {
        if (open.said().isEmpty() || processing.said().isEmpty()) {
            return;
        }
        boolean busy = processing.said().orElseThrow().total() > 0;
        long oldest = open.said().orElseThrow().tasks().stream()
                .mapToLong(task -> task.uid())
                .findFirst()
                .orElse(-1);
        Moment now = ports.ticker().now();
        if (oldest != watch.oldest || oldest < 0) {
            watch.oldest = oldest;
            watch.since = now;
            watch.stalled = null;
            return;
        }
        Duration still = watch.since.until(now);
        boolean stands = still.compareTo(busy ? BUSY_STALL : IDLE_STALL) >= 0;
        watch.stalled = stands ? "its queue has not moved for " + still.toSeconds() + " s" : null;
    }
}
