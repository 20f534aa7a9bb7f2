package miroir.engine.copy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Ports;
import org.jspecify.annotations.Nullable;

/** Calls to a node outside the task log: reads, and writes that are followed until their task has ended. Loop thread. */
public final class NodeCalls {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration QUICKEST = Duration.ofMillis(15);
    private static final Duration SLOWEST = Duration.ofMillis(500);
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);
    /** Polls in a row that may fail before the task counts as out of sight. */
    private static final int LOST_POLLS = 20;

    private final Ports ports;
    private final @Nullable TaskUids uids;

    /** Calls that do not write. */
    public NodeCalls(Ports ports) {
        this.ports = ports;
        this.uids = null;
    }

    /** Calls, also such that write: a node that gives an old task uid then has lost its data. */
    public NodeCalls(Ports ports, TaskUids uids) {
        this.ports = ports;
        this.uids = uids;
    }

    /** Sends a request; the answer's body. Fails with {@link NodeTrouble} unless it is a 2xx. */
    public CompletableFuture<byte[]> ask(NodeRequest request) {
        return ports.nodes().send(request.as(Purpose.COPY)).thenApplyAsync(reply -> body(request, reply), ports.loop());
    }

    /** The same as a tree. */
    public CompletableFuture<JsonNode> askJson(NodeRequest request) {
        return ask(request).thenApply(NodeCalls::tree);
    }

    private static byte[] body(NodeRequest request, NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered) {
            if (answered.ok()) {
                return answered.body();
            }
            JsonNode error = tree(answered.body());
            String said = error.path("message").asText("answers " + answered.status());
            throw new NodeTrouble(
                    request.node(), said, !error.has("code"), error.path("code").asText());
        }
        if (reply instanceof NodeReply.Unknown lost) {
            throw new NodeTrouble(request.node(), lost.reason(), true);
        }
        String why = reply instanceof NodeReply.NotSent unsent ? unsent.reason() : ((NodeReply.Busy) reply).reason();
        throw new NodeTrouble(request.node(), why, false);
    }

    /**
     * Makes the node do a task; completes when it has succeeded.
     *
     * @param tolerates the error code with which the task may fail; null: none
     */
    public CompletableFuture<Void> perform(Write write, @Nullable String tolerates) {
        NodeRequest request =
                new NodeRequest(write.node, write.method, write.path, write.contentType, write.body, WRITE_TIMEOUT);
        TaskUids known = uids;
        if (known == null) {
            throw new IllegalStateException("these calls only read");
        }
        TaskUids.Before before = known.before(write.node);
        return askJson(request).thenCompose(answer -> {
            long uid = answer.path("taskUid").asLong(-1);
            if (uid >= 0 && !known.rises(before, uid)) {
                throw new NodeTrouble(write.node, "the node lost its data", false);
            }
            return follow(write.node, uid, tolerates);
        });
    }

    /**
     * A write.
     *
     * @param contentType null when there is no body
     */
    public record Write(
            NodeId node,
            String method,
            String path,
            @Nullable String contentType,
            byte @Nullable [] body) {}

    /** Completes when the node's task has ended well. */
    private CompletableFuture<Void> follow(NodeId node, long task, @Nullable String tolerates) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        if (task < 0) {
            ended.completeExceptionally(new NodeTrouble(node, "gave no task uid", true));
        } else {
            new Following(node, task, tolerates, ended).poll(QUICKEST);
        }
        return ended;
    }

    private final class Following {
        private final NodeId node;
        private final long task;
        private final @Nullable String tolerates;
        private final CompletableFuture<Void> ended;
        private int lost;

        Following(NodeId node, long task, @Nullable String tolerates, CompletableFuture<Void> ended) {
            this.node = node;
            this.task = task;
            this.tolerates = tolerates;
            this.ended = ended;
        }

        void poll(Duration wait) {
            ports.loop()
                    .after(
                            wait,
                            () -> ports.nodes()
                                    .send(NodeRequest.get(node, "/tasks/" + task, POLL_TIMEOUT)
                                            .as(Purpose.COPY))
                                    .thenAcceptAsync(reply -> take(reply, wait), ports.loop())
                                    .exceptionally(failure -> {
                                        ended.completeExceptionally(failure);
                                        return null;
                                    }));
        }

        private void take(NodeReply reply, Duration wait) {
            if (reply instanceof NodeReply.Answered answered && answered.ok()) {
                lost = 0;
                judge(tree(answered.body()), wait);
            } else if (!(reply instanceof NodeReply.Busy) && ++lost >= LOST_POLLS) {
                ended.completeExceptionally(new NodeTrouble(node, "its task " + task + " is out of sight", true));
            } else {
                poll(longer(wait));
            }
        }

        private void judge(JsonNode seen, Duration wait) {
            TaskStatus status = TaskStatus.ofNode(seen.path("status").asText());
            JsonNode error = seen.path("error");
            boolean harmless =
                    tolerates != null && tolerates.equals(error.path("code").asText());
            if (status == TaskStatus.SUCCEEDED || harmless) {
                ended.complete(null);
            } else if (status.hasFailed()) {
                String why = error.path("message").asText("its task " + task + " was " + status.wire());
                ended.completeExceptionally(new NodeTrouble(node, why, false));
            } else {
                poll(longer(wait));
            }
        }
    }

    private static Duration longer(Duration wait) {
        Duration next = wait.multipliedBy(3).dividedBy(2);
        return next.compareTo(SLOWEST) > 0 ? SLOWEST : next;
    }

    static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
