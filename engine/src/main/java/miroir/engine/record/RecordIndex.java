package miroir.engine.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.TaskRef;
import miroir.engine.error.Json;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;

/** Miroir's private index on each node that holds the records. Any thread. */
public final class RecordIndex {
    private static final String DOCUMENTS = "/indexes/" + VolumeName.RECORDS + "/documents";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MOST = 1_000_000;
    private static final byte[] DIGESTS = body(",\"fields\":[\"id\",\"digest\"]");
    private static final byte[] WHOLE = body("");

    private final NodeApi api;
    private final String clusterId;

    public RecordIndex(NodeApi api, String clusterId) {
        this.api = api;
        this.clusterId = clusterId;
    }

    private static byte[] body(String more) {
        return ("{\"limit\":" + MOST + more + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** The number of the newest record that the node has of this cluster; 0: it has none. */
    public CompletableFuture<Answer<Long>> written(NodeId node) {
        NodeRequest request = NodeRequest.get(node, DOCUMENTS + "/" + RecordDocument.clusterId(clusterId), TIMEOUT)
                .as(Purpose.PROBE);
        return api.ask(request, RecordIndex::number)
                .thenApply(answer -> answer.refusedWith("document_not_found") || answer.refusedWith("index_not_found")
                        ? new Answer.Said<>(0L)
                        : answer);
    }

    private static Long number(JsonNode document) {
        if (!document.path("written").isIntegralNumber()) {
            throw new IllegalArgumentException("no record");
        }
        return document.path("written").longValue();
    }

    /** What the node has, by document: the digest of each. */
    CompletableFuture<Answer<Map<String, String>>> digests(NodeId node) {
        return fetch(node, DIGESTS)
                .thenApply(answer -> answer.map(documents -> {
                    Map<String, String> digests = new HashMap<>();
                    documents.forEach(document -> digests.put(
                            document.path("id").asText(),
                            document.path("digest").asText()));
                    return digests;
                }));
    }

    /** All that the node remembers, of whatever cluster. */
    public CompletableFuture<Answer<List<RecordDocument>>> all(NodeId node) {
        return fetch(node, WHOLE)
                .thenApply(answer -> answer.map(
                        documents -> documents.stream().map(RecordDocument::of).toList()));
    }

    private CompletableFuture<Answer<List<JsonNode>>> fetch(NodeId node, byte[] body) {
        NodeRequest request = NodeRequest.json(node, "POST", DOCUMENTS + "/fetch", body, TIMEOUT)
                .as(Purpose.PROBE);
        return api.ask(request, RecordIndex::listOf)
                .thenApply(answer -> answer.refusedWith("index_not_found") ? new Answer.Said<>(List.of()) : answer);
    }

    private static List<JsonNode> listOf(JsonNode body) {
        List<JsonNode> documents = new ArrayList<>();
        body.path("results").forEach(documents::add);
        if (!body.path("total").isIntegralNumber() || body.path("total").intValue() != documents.size()) {
            throw new IllegalArgumentException("a list that was cut short");
        }
        return documents;
    }

    CompletableFuture<Answer<TaskRef>> put(NodeId node, Collection<RecordDocument> documents) {
        ArrayNode body = Json.MAPPER.createArrayNode();
        documents.forEach(document -> body.add(document.toJson()));
        return write(node, "?primaryKey=id&", body);
    }

    CompletableFuture<Answer<TaskRef>> drop(NodeId node, Collection<String> ids) {
        ArrayNode body = Json.MAPPER.createArrayNode();
        ids.forEach(body::add);
        return write(node, "/delete-batch?", body);
    }

    private CompletableFuture<Answer<TaskRef>> write(NodeId node, String route, ArrayNode body) {
        String tag = URLEncoder.encode("miroir-catalogue:" + clusterId, StandardCharsets.UTF_8);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        return api.take(NodeRequest.json(node, "POST", DOCUMENTS + route + "customMetadata=" + tag, bytes, TIMEOUT)
                .as(Purpose.COPY));
    }
}
