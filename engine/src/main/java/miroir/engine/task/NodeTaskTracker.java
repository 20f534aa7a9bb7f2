package miroir.engine.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** Follows node tasks until they end: one poll per node for everything that is under way there. Loop thread. */
final class NodeTaskTracker {
    private static final Duration QUICKEST = Duration.ofMillis(20);
    private static final Duration SLOWEST = Duration.ofMillis(500);
    private static final int TASKS_PER_POLL = 200;

    private final Ports ports;
    private final Map<NodeId, Poll> polls = new HashMap<>();

    NodeTaskTracker(Ports ports) {
        this.ports = ports;
    }

    /** Watches the node tasks of a part; {@code ended} runs once the part is finished. */
    void watch(PartRun part, Runnable ended) {
        Poll poll = polls.computeIfAbsent(part.part.volume().node(), node -> new Poll());
        for (int i = 0; i < part.calls.size(); i++) {
            if (part.calls.get(i).nodeTask < 0) {
                continue;
            }
            poll.waiting
                    .computeIfAbsent(part.calls.get(i).nodeTask, uid -> new ArrayList<>(1))
                    .add(new Waiting(part, i, ended));
        }
        poll.interval = QUICKEST;
        if (!poll.running) {
            poll.running = true;
            schedule(part.part.volume().node(), poll);
        }
    }

    private void schedule(NodeId node, Poll poll) {
        ports.loop().after(poll.interval, () -> ask(node, poll));
    }

    private void ask(NodeId node, Poll poll) {
        poll.waiting.values().removeIf(all -> all.stream().allMatch(w -> w.part.finished()));
        if (poll.waiting.isEmpty()) {
            poll.running = false;
            return;
        }
        List<Long> uids = poll.waiting.keySet().stream().limit(TASKS_PER_POLL).toList();
        String list = uids.stream().map(String::valueOf).collect(Collectors.joining(","));
        NodeRequest request =
                NodeRequest.get(node, "/tasks?limit=" + TASKS_PER_POLL + "&uids=" + list, Duration.ofSeconds(10));
        Unattended.run(
                ports.nodes()
                        .send(request.as(Purpose.PROBE))
                        .thenAcceptAsync(reply -> take(node, poll, uids, reply), ports.loop()),
                "following the tasks of " + node);
    }

    private void take(NodeId node, Poll poll, List<Long> uids, NodeReply reply) {
        boolean progress = false;
        if (reply instanceof NodeReply.Answered answered && answered.ok()) {
            Map<Long, JsonNode> seen = new HashMap<>();
            for (JsonNode task : results(answered.body())) {
                seen.put(task.path("uid").asLong(), task);
            }
            for (long uid : uids) {
                progress |= take(poll, uid, seen.get(uid));
            }
        }
        poll.interval = progress ? QUICKEST : longer(poll.interval);
        schedule(node, poll);
    }

    private static boolean take(Poll poll, long uid, @Nullable JsonNode task) {
        TaskStatus status = task == null
                ? TaskStatus.FAILED
                : TaskStatus.ofNode(task.path("status").asText());
        List<Waiting> ended =
                status.isFinal() ? Objects.requireNonNullElse(poll.waiting.remove(uid), List.of()) : List.of();
        JsonNode error = task == null ? lost(uid) : task.path("error");
        for (Waiting waiting : ended) {
            waiting.part.observe(
                    waiting.call, status, task == null ? null : task.path("details"), error.isObject() ? error : null);
            if (waiting.part.finished()) {
                waiting.ended.run();
            }
        }
        return !ended.isEmpty();
    }

    private static ObjectNode lost(long uid) {
        return TaskRequest.JSON
                .createObjectNode()
                .put("message", "The node no longer knows its task " + uid + ".")
                .put("code", "internal")
                .put("type", "internal")
                .put("link", "https://docs.meilisearch.com/errors#internal");
    }

    private static JsonNode results(byte[] body) {
        try {
            return TaskRequest.JSON.readTree(body).path("results");
        } catch (JsonProcessingException e) {
            return TaskRequest.JSON.createArrayNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration longer(Duration interval) {
        Duration next = interval.multipliedBy(3).dividedBy(2);
        return next.compareTo(SLOWEST) > 0 ? SLOWEST : next;
    }

    private record Waiting(PartRun part, int call, Runnable ended) {}

    private static final class Poll {
        /** By node task; several tasks wait for one that carried them together. */
        final Map<Long, List<Waiting>> waiting = new TreeMap<>();

        Duration interval = QUICKEST;
        boolean running;
    }
}
