package miroir.engine.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.VolumeName;
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
 * The proof that a node still is who it was: a marker document in a private index, written when the node joined, and the
 * node's task uids, which never go back.
 */
final class NodeIdentity {
    private static final String INDEX = VolumeName.IDENTITY;
    private static final String DOCUMENT = "/indexes/" + INDEX + "/documents/identity";
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MARK_POLL = Duration.ofMillis(30);
    private static final int MARK_POLLS = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ports ports;
    private final String clusterId;

    NodeIdentity(Ports ports, String clusterId) {
        this.ports = ports;
        this.clusterId = clusterId;
    }

    /** What a check found. */
    enum Kind {
        /** It was not asked: that is not its fault. */
        UNASKED,
        /** It holds the marker it was given. */
        PROVEN,
        /** It holds no marker, or an older one of this cluster. */
        BLANK,
        /** It belongs to another cluster. */
        FOREIGN,
        /** No answer, or an error. */
        FAILED
    }

    /**
     * The result of a check.
     *
     * @param maxTask the node's highest task uid; -1 when it was not asked for
     */
    record Finding(Kind kind, String reason, long maxTask) {}

    /** Asks the node for its marker and its highest task uid. Never fails. */
    CompletableFuture<Finding> check(StoredNode node, Purpose purpose) {
        NodeRequest request =
                NodeRequest.get(node.node().id(), DOCUMENT, PROBE_TIMEOUT).as(purpose);
        return ports.nodes().send(request).thenCompose(reply -> {
            Finding finding = judge(node, reply);
            return finding.kind() == Kind.PROVEN
                    ? withMaxTask(request, finding)
                    : CompletableFuture.completedFuture(finding);
        });
    }

    private CompletableFuture<Finding> withMaxTask(NodeRequest first, Finding finding) {
        return ports.nodes()
                .send(NodeRequest.get(first.node(), "/tasks?limit=1", PROBE_TIMEOUT)
                        .as(first.purpose()))
                .thenApply(reply -> {
                    JsonNode body = body(reply);
                    if (body == null) {
                        return failed(reply);
                    }
                    return new Finding(
                            finding.kind(),
                            "",
                            body.path("results").path(0).path("uid").asLong(-1));
                });
    }

    private Finding judge(StoredNode node, NodeReply reply) {
        JsonNode body = body(reply);
        if (body != null) {
            if (!body.path("cluster").asText().equals(clusterId)) {
                return new Finding(Kind.FOREIGN, "belongs to another Miroir cluster", -1);
            }
            boolean same = body.path("marker").asText().equals(node.marker());
            return same ? new Finding(Kind.PROVEN, "", -1) : new Finding(Kind.BLANK, "has an old marker", -1);
        }
        return saysAbsent(reply) ? new Finding(Kind.BLANK, "has no marker", -1) : failed(reply);
    }

    private static Finding failed(NodeReply reply) {
        return new Finding(reply instanceof NodeReply.Busy ? Kind.UNASKED : Kind.FAILED, describe(reply), -1);
    }

    /** Only the node's own words count: a 404 of something between says nothing about the data. */
    private static boolean saysAbsent(NodeReply reply) {
        if (!(reply instanceof NodeReply.Answered answered) || answered.status() != 404) {
            return false;
        }
        try {
            String code = JSON.readTree(answered.body()).path("code").asText();
            return code.equals("index_not_found") || code.equals("document_not_found");
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes the marker; true once the node's task has succeeded. */
    CompletableFuture<Boolean> mark(StoredNode node, String marker) {
        return write(
                node,
                JSON.createObjectNode()
                        .put("id", "identity")
                        .put("cluster", clusterId)
                        .put("node", node.node().id().value())
                        .put("marker", marker));
    }

    /** Makes the node write something of no value; true once it has. */
    CompletableFuture<Boolean> canary(StoredNode node) {
        return write(
                node,
                JSON.createObjectNode()
                        .put("id", "canary")
                        .put("at", ports.clock().instant().toString()));
    }

    private CompletableFuture<Boolean> write(StoredNode node, JsonNode content) {
        String document = JSON.createArrayNode().add(content).toString();
        NodeRequest write = NodeRequest.json(
                node.node().id(),
                "POST",
                "/indexes/" + INDEX + "/documents?primaryKey=id",
                document.getBytes(StandardCharsets.UTF_8),
                JOIN_TIMEOUT);
        return ports.nodes()
                .send(write.as(Purpose.PROBE))
                .thenComposeAsync(
                        reply -> {
                            JsonNode body = body(reply);
                            return body == null
                                    ? CompletableFuture.completedFuture(false)
                                    : await(
                                            node.node().id(),
                                            body.path("taskUid").asLong(),
                                            MARK_POLLS);
                        },
                        ports.loop());
    }

    private CompletableFuture<Boolean> await(NodeId node, long task, int polls) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        poll(node, task, polls, written);
        return written;
    }

    private void poll(NodeId node, long task, int left, CompletableFuture<Boolean> written) {
        Unattended.run(
                ports.nodes()
                        .send(NodeRequest.get(node, "/tasks/" + task, PROBE_TIMEOUT)
                                .as(Purpose.PROBE))
                        .thenAcceptAsync(
                                reply -> {
                                    JsonNode body = body(reply);
                                    TaskStatus status = body == null
                                            ? TaskStatus.FAILED
                                            : TaskStatus.ofNode(
                                                    body.path("status").asText());
                                    if (!status.isFinal() && left > 0) {
                                        ports.loop().after(MARK_POLL, () -> poll(node, task, left - 1, written));
                                    } else {
                                        written.complete(status == TaskStatus.SUCCEEDED);
                                    }
                                },
                                ports.loop()),
                "waiting for the marker of " + node);
    }

    private static @Nullable JsonNode body(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered && answered.ok()) {
            try {
                return JSON.readTree(answered.body());
            } catch (IOException e) {
                return null;
            }
        }
        return null;
    }

    /** How it failed, in words for the operator. */
    static String describe(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered) {
            return answered.status() == 401 || answered.status() == 403
                    ? "refuses the node key"
                    : "answers " + answered.status();
        }
        if (reply instanceof NodeReply.NotSent notSent) {
            return "unreachable: " + notSent.reason();
        }
        return reply instanceof NodeReply.Unknown unknown ? "does not answer: " + unknown.reason() : "was not asked";
    }
}
