package miroir.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.write.NodeCall;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of one part in order. A call whose answer was lost is never sent again before the node's own task list
 * was searched for it. Loop thread.
 */
final class PartSender {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration QUICK_RETRY = Duration.ofMillis(200);
    /** How long an abandoned request may still turn into a task on the node. */
    private static final Duration ZOMBIE_BOUND = Duration.ofSeconds(2);
    /** Codes with which a node says that it is in trouble itself. */
    private static final Set<String> NODE_TROUBLE = Set.of(
            "no_space_left_on_device",
            "io_error",
            "too_many_open_files",
            "database_size_limit_reached",
            "too_many_search_requests",
            "invalid_api_key",
            "missing_authorization_header",
            "internal");

    private final Ports ports;
    private final String clusterId;
    private final NodeWatch nodes;

    PartSender(Ports ports, String clusterId, NodeWatch nodes) {
        this.ports = ports;
        this.clusterId = clusterId;
        this.nodes = nodes;
    }

    /**
     * Sends what has not been sent; afterwards the part is ACCEPTED, FAILED or TROUBLED, and {@code then} runs.
     *
     * @param lookUpFirst whether an earlier sending may have reached the node
     */
    void send(RunningTask task, PartRun part, boolean lookUpFirst, Runnable then) {
        int index = part.next();
        if (index == part.calls.size()) {
            part.state = PartRun.State.ACCEPTED;
            then.run();
            return;
        }
        NodeCall call = part.part.calls().get(index);
        String tag = tag(task, part, index);
        if (nodes.down(part.part.volume().node())) {
            trouble(part, "the node is down", then);
        } else if (lookUpFirst && call.tagged()) {
            Unattended.run(
                    lookUp(part, tag).thenAcceptAsync(found -> looked(task, part, index, found, then), ports.loop()),
                    "looking up " + tag);
        } else {
            first(task, part, index, then);
        }
    }

    private void first(RunningTask task, PartRun part, int index, Runnable then) {
        long floor = nodes.floor(part.part.volume().node());
        String tag = tag(task, part, index);
        Unattended.run(
                transmit(part, part.part.calls().get(index), tag)
                        .thenAcceptAsync(
                                reply -> replied(task, new Sent(part, index, floor), reply, then), ports.loop()),
                "sending " + tag);
    }

    private void looked(RunningTask task, PartRun part, int index, LookUp found, Runnable then) {
        if (found.uid() != null) {
            accepted(task, part, index, found.uid(), true, then);
        } else if (found.certain()) {
            first(task, part, index, then);
        } else {
            trouble(part, "the node does not answer", then);
        }
    }

    private void accepted(RunningTask task, PartRun part, int index, long uid, boolean more, Runnable then) {
        part.calls.get(index).nodeTask = uid;
        part.calls.get(index).status = "enqueued";
        send(task, part, more, then);
    }

    private void replied(RunningTask task, Sent sent, NodeReply reply, Runnable then) {
        PartRun part = sent.part;
        if (part.state != PartRun.State.SENDING) {
            return;
        }
        if (reply instanceof NodeReply.Answered answered) {
            answered(task, sent, answered, then);
        } else if (reply instanceof NodeReply.NotSent lost) {
            retryOnce(task, part, lost.reason(), false, then);
        } else if (reply instanceof NodeReply.Unknown lost) {
            retryOnce(task, part, lost.reason(), true, then);
        }
    }

    private void answered(RunningTask task, Sent sent, NodeReply.Answered answer, Runnable then) {
        PartRun part = sent.part;
        JsonNode body = json(answer.body());
        if (answer.ok() && body.path("taskUid").isIntegralNumber()) {
            long uid = body.path("taskUid").asLong();
            if (uid > sent.floor) {
                accepted(task, part, sent.call, uid, false, then);
            } else {
                nodes.wentBack(part.part.volume().node());
                trouble(part, "the node lost its data", then);
            }
        } else if (answer.status() >= 500
                || !body.has("code")
                || NODE_TROUBLE.contains(body.path("code").asText())) {
            retryOnce(task, part, body.path("message").asText("answers " + answer.status()), false, then);
        } else {
            part.state = PartRun.State.FAILED;
            part.error = body;
            then.run();
        }
    }

    private void retryOnce(RunningTask task, PartRun part, String reason, boolean unknown, Runnable then) {
        if (part.attempt++ % 2 == 0) {
            trouble(part, reason, then);
            return;
        }
        ports.loop().after(unknown ? ZOMBIE_BOUND : QUICK_RETRY, () -> send(task, part, unknown, then));
    }

    private static void trouble(PartRun part, String reason, Runnable then) {
        part.state = PartRun.State.TROUBLED;
        part.trouble = reason;
        then.run();
    }

    private CompletableFuture<NodeReply> transmit(PartRun part, NodeCall call, String tag) {
        String path = call.tagged()
                ? call.path() + (call.path().contains("?") ? "&" : "?") + "customMetadata="
                        + URLEncoder.encode(tag, StandardCharsets.UTF_8)
                : call.path();
        NodeId node = part.part.volume().node();
        return CompletableFuture.supplyAsync(() -> bytes(call.body()), ports.workers())
                .thenCompose(body -> ports.nodes()
                        .send(new NodeRequest(node, call.method(), path, call.contentType(), body, TIMEOUT)))
                .exceptionally(e -> new NodeReply.NotSent(String.valueOf(e.getMessage())));
    }

    private static byte @Nullable [] bytes(@Nullable Supplier<byte[]> body) {
        return body == null ? null : body.get();
    }

    private CompletableFuture<LookUp> lookUp(PartRun part, String tag) {
        NodeRequest recent = NodeRequest.get(part.part.volume().node(), "/tasks?limit=1000", Duration.ofSeconds(5));
        return ports.nodes().send(recent).thenApply(reply -> {
            if (!(reply instanceof NodeReply.Answered answered) || !answered.ok()) {
                return new LookUp(false, null);
            }
            for (JsonNode seen : json(answered.body()).path("results")) {
                if (seen.path("customMetadata").asText().equals(tag)) {
                    return new LookUp(true, seen.path("uid").asLong());
                }
            }
            return new LookUp(true, null);
        });
    }

    /** The name under which the node's task list knows this call. */
    private String tag(RunningTask task, PartRun part, int call) {
        return "miroir:" + clusterId + ":" + task.task.uid() + ":"
                + part.part.volume().rank() + ":" + call;
    }

    private static JsonNode json(byte[] body) {
        try {
            return TaskRequest.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return TaskRequest.JSON.createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Sent(PartRun part, int call, long floor) {}

    private record LookUp(boolean certain, @Nullable Long uid) {}
}
