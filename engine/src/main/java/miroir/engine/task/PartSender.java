package miroir.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import miroir.core.topology.NodeId;
import miroir.engine.copy.TaskUids;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Cluster;
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

    private static final Duration FIRST_PROBE = Duration.ofMillis(100);
    /** Codes with which a node says that it takes no writes at all. */
    private static final Set<String> FULL =
            Set.of("no_space_left_on_device", "io_error", "too_many_open_files", "database_size_limit_reached");

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
    private final Cluster cluster;
    private final NodeWatch nodes;
    /** Until then, requests of an earlier process may still arrive. */
    private final Instant fence;

    PartSender(Ports ports, Cluster cluster, NodeWatch nodes) {
        this.ports = ports;
        this.cluster = cluster;
        this.nodes = nodes;
        this.fence = ports.clock().instant().plus(ZOMBIE_BOUND);
    }

    /** Sends what has not been sent; afterwards the part is ACCEPTED, FAILED or TROUBLED, and {@code then} runs. */
    void send(RunningTask task, PartRun part, Runnable then) {
        if (part.state != PartRun.State.SENDING) {
            return;
        }
        InSync inSync = InSync.of(cluster.latest(), part.part.volume().index());
        boolean any = inSync.testAny(part.part);
        if (any) {
            part.narrow(inSync);
        }
        int index = part.next();
        if (index == part.calls.size()) {
            part.state = PartRun.State.ACCEPTED;
            then.run();
            return;
        }
        Duration wait = quiet(part);
        if (nodes.down(part.part.volume().node())) {
            trouble(part, "the node is down", then);
        } else if (!wait.isZero()) {
            ports.loop().after(wait, () -> send(task, part, then));
        } else if (!any) {
            trouble(part, "its copies are no longer in sync", then);
        } else {
            NodeCall call = part.part.calls().get(index);
            CallTag tag = call.tag() == null ? null : tag(task, part, call.tag());
            if (part.maybeSent && tag != null) {
                lookUp(task, part, tag, then);
            } else {
                transmit(task, part, tag, then);
            }
        }
    }

    /** How long to wait before the part may be sent: for the first probe of its node, and for lost requests to die. */
    private Duration quiet(PartRun part) {
        Instant now = ports.clock().instant();
        Instant until = part.maybeSent && fence.isAfter(part.quietUntil) ? fence : part.quietUntil;
        if (until.isAfter(now)) {
            return Duration.between(now, until);
        }
        return nodes.known(part.part.volume().node()) ? Duration.ZERO : FIRST_PROBE;
    }

    private void lookUp(RunningTask task, PartRun part, CallTag tag, Runnable then) {
        int index = part.next();
        PartRun.Call run = part.calls.get(index);
        LookUp lookUp = new LookUp(
                ports.nodes(),
                part.part.volume().node(),
                part.part.calls().get(index).path().split("/", -1)[2],
                tag,
                task.task.uid(),
                task.members.get(0).turn().sent());
        Unattended.run(
                lookUp.find().thenAcceptAsync(found -> looked(task, part, run, found, then), ports.loop()),
                "looking up " + tag.text());
    }

    private void looked(RunningTask task, PartRun part, PartRun.Call run, LookUp.Found found, Runnable then) {
        if (part.state != PartRun.State.SENDING) {
            return;
        }
        if (found instanceof LookUp.Found.Taken taken) {
            accepted(task, part, run, taken.nodeTask(), then);
        } else if (found instanceof LookUp.Found.Absent) {
            part.maybeSent = false;
            send(task, part, then);
        } else if (found instanceof LookUp.Found.Together || found instanceof LookUp.Found.Unasked) {
            ports.loop().after(QUICK_RETRY, () -> send(task, part, then));
        } else {
            trouble(part, "the node does not answer", then);
        }
    }

    private void accepted(RunningTask task, PartRun part, PartRun.Call call, long uid, Runnable then) {
        call.nodeTask = uid;
        part.retried = false;
        send(task, part, then);
    }

    private void replied(RunningTask task, Sent sent, NodeReply reply, Runnable then) {
        PartRun part = sent.part;
        if (part.state != PartRun.State.SENDING) {
            return;
        }
        if (reply instanceof NodeReply.Answered answered) {
            answered(task, sent, answered, then);
        } else if (reply instanceof NodeReply.Busy) {
            ports.loop().after(QUICK_RETRY, () -> send(task, part, then));
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
            if (nodes.rises(sent.before, uid)) {
                accepted(task, part, sent.call, uid, then);
            } else {
                trouble(part, "the node lost its data", then);
            }
        } else if (!body.has("code")) {
            // not the node's own words: something between may have answered after the node took the call
            retryOnce(task, part, "answers " + answer.status(), true, then);
        } else if (answer.status() >= 500
                || NODE_TROUBLE.contains(body.path("code").asText())) {
            if (part.retried && FULL.contains(body.path("code").asText())) {
                nodes.refusesWrites(
                        part.part.volume().node(), body.path("message").asText());
            }
            retryOnce(task, part, body.path("message").asText(), false, then);
        } else {
            part.refused(body);
            then.run();
        }
    }

    private void retryOnce(RunningTask task, PartRun part, String reason, boolean unknown, Runnable then) {
        part.attempt++;
        if (unknown) {
            part.maybeSent = true;
            part.quietUntil = ports.clock().instant().plus(ZOMBIE_BOUND);
        }
        if (part.retried) {
            trouble(part, reason, then);
            return;
        }
        part.retried = true;
        ports.loop().after(QUICK_RETRY, () -> send(task, part, then));
    }

    private static void trouble(PartRun part, String reason, Runnable then) {
        part.state = PartRun.State.TROUBLED;
        part.trouble = reason;
        part.retried = false;
        then.run();
    }

    private void transmit(RunningTask task, PartRun part, @Nullable CallTag tag, Runnable then) {
        NodeId node = part.part.volume().node();
        int index = part.next();
        NodeCall call = part.part.calls().get(index);
        String path = tag == null
                ? call.path()
                : call.path() + (call.path().contains("?") ? "&" : "?") + "customMetadata="
                        + URLEncoder.encode(tag.text(), StandardCharsets.UTF_8);
        Sent sent = new Sent(part, part.calls.get(index), nodes.before(node));
        CompletableFuture<NodeReply> reply = CompletableFuture.supplyAsync(() -> bytes(call.body()), ports.workers())
                .thenCompose(body -> ports.nodes()
                        .send(new NodeRequest(node, call.method(), path, call.contentType(), body, TIMEOUT)))
                .exceptionally(e -> new NodeReply.NotSent(String.valueOf(e.getMessage())));
        Unattended.run(
                reply.thenAcceptAsync(answer -> replied(task, sent, answer, then), ports.loop()),
                "sending " + path + " to " + node);
    }

    private static byte @Nullable [] bytes(@Nullable Supplier<byte[]> body) {
        return body == null ? null : body.get();
    }

    private CallTag tag(RunningTask task, PartRun part, int call) {
        return new CallTag(
                cluster.latest().clusterId(), task.name(), part.part.volume().rank(), call);
    }

    static JsonNode json(byte[] body) {
        try {
            return TaskRequest.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return TaskRequest.JSON.createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Sent(PartRun part, PartRun.Call call, TaskUids.Before before) {}
}
