package miroir.engine.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** A queue whose oldest task waits so long while none is worked on stands still. */
    private static final Duration IDLE_STALL = Duration.ofSeconds(30);
    /** One batch may take long; so long it does not. */
    private static final Duration BUSY_STALL = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ports ports;
    private final NodeIdentity identity;
    private final Map<NodeId, Watch> watches = new HashMap<>();

    Pipeline(Ports ports, NodeIdentity identity) {
        this.ports = ports;
        this.identity = identity;
    }

    private static final class Watch {
        Instant checked = Instant.MIN;
        long oldest = -1;
        Instant since = Instant.MIN;
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
        Instant now = ports.clock().instant();
        if (watch.running || watch.checked.plus(EVERY).isAfter(now)) {
            return;
        }
        watch.running = true;
        watch.checked = now;
        CompletableFuture<Void> canary = watch.refused == null
                ? CompletableFuture.completedFuture(null)
                : identity.canary(stored).thenAcceptAsync(written -> heal(watch, written), ports.loop());
        Unattended.run(
                canary.thenComposeAsync(done -> queue(node, watch), ports.loop())
                        .whenCompleteAsync((done, failure) -> watch.running = false, ports.loop()),
                "looking at the queue of " + node);
    }

    private static void heal(Watch watch, boolean written) {
        if (written) {
            watch.refused = null;
        }
    }

    private CompletableFuture<Void> queue(NodeId node, Watch watch) {
        return tasks(node, TaskStatus.ENQUEUED.wire() + "," + TaskStatus.PROCESSING.wire())
                .thenCombineAsync(
                        tasks(node, TaskStatus.PROCESSING.wire()),
                        (unfinished, processing) -> {
                            if (unfinished != null && processing != null) {
                                judge(
                                        watch,
                                        unfinished,
                                        processing.path("total").asLong() > 0);
                            }
                            return null;
                        },
                        ports.loop());
    }

    private void judge(Watch watch, JsonNode unfinished, boolean busy) {
        long oldest = unfinished.path("results").path(0).path("uid").asLong(-1);
        Instant now = ports.clock().instant();
        if (oldest != watch.oldest || oldest < 0) {
            watch.oldest = oldest;
            watch.since = now;
            watch.stalled = null;
            return;
        }
        Duration limit = busy ? BUSY_STALL : IDLE_STALL;
        boolean still = !watch.since.plus(limit).isAfter(now);
        watch.stalled = still ? "its queue has not moved since " + watch.since : null;
    }

    private CompletableFuture<@Nullable JsonNode> tasks(NodeId node, String statuses) {
        String path = "/tasks?limit=1&reverse=true&statuses=" + statuses;
        return ports.nodes()
                .send(NodeRequest.get(node, path, TIMEOUT).as(Purpose.PROBE))
                .thenApply(Pipeline::json);
    }

    private static @Nullable JsonNode json(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered && answered.ok()) {
            try {
                return JSON.readTree(answered.body());
            } catch (IOException e) {
                return null;
            }
        }
        return null;
    }
}
