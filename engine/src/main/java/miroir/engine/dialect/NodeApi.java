package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import miroir.core.topology.NodeId;
import miroir.engine.error.Json;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import org.jspecify.annotations.Nullable;

/** Meilisearch's API as far as Miroir asks it, with typed answers. Futures never fail, and complete on the loop. */
public final class NodeApi {
    private static final Duration QUICK = Duration.ofSeconds(2);
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final int ALL = 1_000_000;

    private final NodeClient nodes;
    private final Executor readers;
    private final Executor loop;

    public NodeApi(NodeClient nodes, Executor readers, Executor loop) {
        this.nodes = nodes;
        this.readers = readers;
        this.loop = loop;
    }

    /** Reads the body of a 2xx answer. */
    @FunctionalInterface
    public interface Reading<T> {
        /** What it says; null when it is not of the shape that was asked for. */
        @Nullable
        T of(JsonNode body);
    }

    /** Sends a request and reads the answer. */
    public <T> CompletableFuture<Answer<T>> ask(NodeRequest request, Reading<T> reading) {
        return askRaw(request, body -> reading.of(tree(body)));
    }

    /** Sends a request and reads the bytes of the answer. */
    public <T> CompletableFuture<Answer<T>> askRaw(NodeRequest request, RawReading<T> reading) {
        return nodes.send(request)
                .thenApplyAsync(reply -> read(reply, reading), readers)
                .thenApplyAsync(Function.identity(), loop);
    }

    /** Reads the bytes of a 2xx answer. */
    @FunctionalInterface
    public interface RawReading<T> {
        /** What they say; null, or an exception, when they are not of the shape that was asked for. */
        @Nullable
        T of(byte[] body) throws IOException;
    }

    private static JsonNode tree(byte[] body) throws IOException {
        return Json.MAPPER.readTree(body);
    }

    /** What a reply says; whatever is not of the right shape says nothing. */
    public static <T> Answer<T> read(NodeReply reply, RawReading<T> reading) {
        if (reply instanceof NodeReply.Answered answered) {
            return answered.ok() ? value(answered, reading) : error(answered);
        }
        if (reply instanceof NodeReply.Unknown unknown) {
            return new Answer.Silent<>(unknown.reason(), true, unknown.late());
        }
        return reply instanceof NodeReply.NotSent notSent
                ? new Answer.Silent<>(notSent.reason(), false, false)
                : new Answer.Silent<>(((NodeReply.Busy) reply).reason(), false, true);
    }

    private static <T> Answer<T> value(NodeReply.Answered answered, RawReading<T> reading) {
        T value;
        try {
            value = reading.of(answered.body());
        } catch (IOException | RuntimeException notIt) {
            value = null;
        }
        return value != null
                ? new Answer.Said<>(value)
                : new Answer.Silent<>("answers " + answered.status() + ", but not what it was asked for", true, false);
    }

    /** What is not in the node's own words may come from between, after the node took the call. */
    private static <T> Answer<T> error(NodeReply.Answered answered) {
        NodeError error = NodeError.of(answered);
        return error != null
                ? new Answer.Refused<>(error)
                : new Answer.Silent<>("answers " + answered.status(), true, false);
    }

    /** Makes the node take a task; the task it gave. */
    public CompletableFuture<Answer<TaskRef>> take(NodeRequest write) {
        return ask(write, body -> {
            JsonNode uid = body.path("taskUid");
            JsonNode enqueued = body.path("enqueuedAt");
            return uid.isIntegralNumber() && enqueued.isTextual()
                    ? new TaskRef(uid.longValue(), enqueued.textValue())
                    : null;
        });
    }

    /** Deletes an index that belongs to nothing; the task it gave. */
    public CompletableFuture<Answer<TaskRef>> drop(NodeId node, String uid) {
        NodeRequest request = new NodeRequest(node, "DELETE", "/indexes/" + uid, null, null, USUAL).as(Purpose.COPY);
        return take(request);
    }

    /** The tasks of these numbers, as far as they are there. */
    public CompletableFuture<Answer<NodeTaskPage>> tasks(NodeId node, Collection<Long> uids) {
        String list = uids.stream().map(String::valueOf).collect(Collectors.joining(","));
        return tasks(node, "?limit=" + uids.size() + "&uids=" + list);
    }

    /** The tasks from that number on, oldest first. */
    public CompletableFuture<Answer<NodeTaskPage>> tasksFrom(NodeId node, long from, int limit) {
        return tasks(node, "?reverse=true&limit=" + limit + "&from=" + from);
    }

    /** The newest tasks. */
    public CompletableFuture<Answer<NodeTaskPage>> newestTasks(NodeId node, int limit) {
        return tasks(node, "?limit=" + limit);
    }

    /** The tasks before that number, newest first. */
    public CompletableFuture<Answer<NodeTaskPage>> tasksBefore(NodeId node, long before, int limit) {
        return tasks(node, "?limit=" + limit + "&from=" + (before - 1));
    }

    /** The oldest task that has not ended. */
    public CompletableFuture<Answer<NodeTaskPage>> oldestOpenTask(NodeId node) {
        return tasks(node, "?limit=1&reverse=true&statuses=enqueued,processing");
    }

    /** Any task that is being worked on. */
    public CompletableFuture<Answer<NodeTaskPage>> processingTask(NodeId node) {
        return tasks(node, "?limit=1&statuses=processing");
    }

    private CompletableFuture<Answer<NodeTaskPage>> tasks(NodeId node, String query) {
        return ask(probe(node, "/tasks" + query, QUICK), NodeTaskPage::of);
    }

    private static NodeRequest probe(NodeId node, String path, Duration timeout) {
        return NodeRequest.get(node, path, timeout).as(Purpose.PROBE);
    }

    /** One index. */
    public CompletableFuture<Answer<NodeIndex>> index(NodeId node, String uid) {
        return index(node, uid, Purpose.PROBE);
    }

    /** One index, over the connections for that purpose. */
    public CompletableFuture<Answer<NodeIndex>> index(NodeId node, String uid, Purpose purpose) {
        return ask(probe(node, "/indexes/" + uid, USUAL).as(purpose), body -> {
            NodeIndex index = NodeIndex.of(body);
            return index != null && index.uid().equals(uid) ? index : null;
        });
    }

    /** All indexes. */
    public CompletableFuture<Answer<List<NodeIndex>>> indexes(NodeId node) {
        return ask(probe(node, "/indexes?limit=" + ALL, USUAL), NodeIndex::listOf);
    }

    /** The settings of an index, as the node reads them back. */
    public CompletableFuture<Answer<JsonNode>> settings(NodeId node, String uid) {
        return settings(node, uid, Purpose.PROBE);
    }

    /** The same, over the connections for that purpose. */
    public CompletableFuture<Answer<JsonNode>> settings(NodeId node, String uid, Purpose purpose) {
        return ask(
                probe(node, "/indexes/" + uid + "/settings", USUAL).as(purpose),
                body -> body.path("rankingRules").isArray() && body.has("filterableAttributes") ? body : null);
    }

    /** Whether the node says that it is well; needs no key. */
    public CompletableFuture<Answer<Boolean>> health(NodeId node) {
        return ask(
                probe(node, "/health", USUAL),
                body -> body.path("status").asText().equals("available") ? true : null);
    }

    /** The version the node says it has. */
    public CompletableFuture<Answer<String>> version(NodeId node) {
        return ask(
                probe(node, "/version", USUAL), body -> body.path("pkgVersion").textValue());
    }

    /** Sizes and counts of all indexes. */
    public CompletableFuture<Answer<NodeStats>> stats(NodeId node) {
        return ask(probe(node, "/stats", USUAL), NodeStats::of);
    }

    /** How many documents an index has by value of a field, in one cheap request. */
    public CompletableFuture<Answer<Map<String, Long>>> counts(NodeId node, String uid, String field) {
        byte[] body = ("{\"limit\":0,\"facets\":[\"" + field + "\"]}").getBytes(StandardCharsets.UTF_8);
        return ask(
                NodeRequest.json(node, "POST", "/indexes/" + uid + "/search", body, USUAL)
                        .as(Purpose.PROBE),
                answer -> {
                    JsonNode facets = answer.path("facetDistribution");
                    return facets.isObject() && answer.path("hits").isArray() ? numbers(facets.path(field)) : null;
                });
    }

    private static Map<String, Long> numbers(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asLong()));
    }
}
