package miroir.engine.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.TaskRef;
import miroir.engine.error.Json;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Term;

/**
 * Miroir's own private index on each node: who the node is, signs of life, and whose term it is. It is read by POST, which no cache between
 * answers. Any thread.
 */
public final class MarkerIndex {
    private static final String INDEX = VolumeName.IDENTITY;
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration WRITE = Duration.ofSeconds(30);
    private static final byte[] ALL = "{\"limit\":1000}".getBytes(StandardCharsets.UTF_8);

    private final NodeApi api;
    private final String clusterId;

    public MarkerIndex(NodeApi api, String clusterId) {
        this.api = api;
        this.clusterId = clusterId;
    }

    /** What the node holds; nothing when it has no such index. */
    public CompletableFuture<Answer<List<Marker>>> read(NodeId node) {
        NodeRequest request = NodeRequest.json(node, "POST", "/indexes/" + INDEX + "/documents/fetch", ALL, READ)
                .as(Purpose.PROBE);
        return api.ask(request, Marker::listOf)
                .thenApply(answer -> answer.refusedWith("index_not_found") ? new Answer.Said<>(List.of()) : answer);
    }

    /** Writes down who the node is. */
    CompletableFuture<Answer<TaskRef>> identify(NodeId node, String marker) {
        return write(document("identity", node).put("marker", marker), node, "identity");
    }

    /** Makes the node write something that nobody can have written before; its task carries the nonce, too. */
    CompletableFuture<Answer<TaskRef>> sign(NodeId node, String nonce) {
        return write(document("sign", node).put("nonce", nonce), node, nonce);
    }

    /** Writes down whose term it is. */
    CompletableFuture<Answer<TaskRef>> hold(NodeId node, Term term) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("id", "term-" + clusterId)
                .put("cluster", clusterId)
                .put("term", term.number())
                .put("holder", term.holder());
        return write(document, node, "term");
    }

    private ObjectNode document(String kind, NodeId node) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", kind + "-" + key(node))
                .put("cluster", clusterId)
                .put("node", node.value());
    }

    /** A node's id as part of a document's id, where dots are not allowed. */
    private static String key(NodeId node) {
        StringBuilder key = new StringBuilder();
        for (byte each : node.value().getBytes(StandardCharsets.UTF_8)) {
            boolean plain = Character.isLetterOrDigit((char) each) && each > 0;
            key.append(plain || each == '-' ? String.valueOf((char) each) : String.format("_%02x", each));
        }
        return key.toString();
    }

    private CompletableFuture<Answer<TaskRef>> write(ObjectNode document, NodeId node, String what) {
        String tag = URLEncoder.encode("miroir-meta:" + clusterId + ":" + what, StandardCharsets.UTF_8);
        String body = Json.MAPPER.createArrayNode().add(document).toString();
        return api.take(NodeRequest.json(
                        node,
                        "POST",
                        "/indexes/" + INDEX + "/documents?primaryKey=id&customMetadata=" + tag,
                        body.getBytes(StandardCharsets.UTF_8),
                        WRITE)
                .as(Purpose.PROBE));
    }
}
