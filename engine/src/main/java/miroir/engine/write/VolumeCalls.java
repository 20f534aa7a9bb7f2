package miroir.engine.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import miroir.core.placement.ShardMarker;
import miroir.engine.settings.NodeSettings;
import miroir.engine.store.StoredIndex;
import org.jspecify.annotations.Nullable;

/** The node calls of every kind of write, for one volume. */
public final class VolumeCalls {
    private final String path;
    private final String volumeUid;

    VolumeCalls(String volumeUid) {
        this.volumeUid = volumeUid;
        this.path = "/indexes/" + volumeUid;
    }

    /** The calls that make a volume of that name and give it its settings; harmless when it is there. */
    public static List<NodeCall> creating(String volumeUid, StoredIndex index) {
        return new VolumeCalls(volumeUid).create(index);
    }

    /** The call that gives a volume of that name the index's settings. */
    public static NodeCall settings(String volumeUid, StoredIndex index) {
        return new VolumeCalls(volumeUid).settings(index.settings());
    }

    /** Makes the volume and gives it its settings; harmless when it is there. */
    List<NodeCall> create(StoredIndex index) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("uid", volumeUid);
        if (index.primaryKey() != null) {
            body.put("primaryKey", index.primaryKey());
        }
        return List.of(
                NodeCall.json("POST", "/indexes", body.toString(), "index_already_exists"), settings(index.settings()));
    }

    NodeCall settings(String clientSettings) {
        return NodeCall.json(
                "PATCH", path + "/settings", NodeSettings.of(clientSettings).toString(), null);
    }

    NodeCall primaryKey(String primaryKey) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("primaryKey", primaryKey)
                .toString();
        return NodeCall.json("PATCH", path, body, null);
    }

    NodeCall delete() {
        return new NodeCall("DELETE", path, null, null, null, "index_not_found");
    }

    /** A chunk of documents as NDJSON, each line with its shard marker. */
    NodeCall documents(TaskRequest.WriteDocuments request, String primaryKey, int chunk, Supplier<byte[]> ndjson) {
        String query = "?primaryKey=" + encoded(primaryKey) + (request.skipCreation() ? "&skipCreation=true" : "");
        return new NodeCall(request.method(), path + "/documents" + query, "application/x-ndjson", ndjson, chunk, null);
    }

    NodeCall deleteIds(List<String> ids) {
        Supplier<byte[]> body = () -> {
            var array = JsonNodeFactory.instance.arrayNode(ids.size());
            ids.forEach(array::add);
            return array.toString().getBytes(StandardCharsets.UTF_8);
        };
        return new NodeCall("POST", path + "/documents/delete-batch", "application/json", body, 0, null);
    }

    /**
     * Deletes what the client's filter selects.
     *
     * @param shards restricts it to these shards; null when all that the volume holds is in sync
     */
    NodeCall deleteByFilter(String filter, @Nullable List<Integer> shards) {
        String predicate = shards == null ? "" : predicate(shards) + ",";
        // a client's array is spliced in, so that it keeps its own two levels of AND and OR
        String client = filter.startsWith("[") ? filter.substring(1, filter.length() - 1) : filter;
        return delete("{\"filter\":[" + predicate + client + "]}");
    }

    /** Deletes all documents of these shards. */
    NodeCall clear(List<Integer> shards) {
        return delete("{\"filter\":[" + predicate(shards) + "]}");
    }

    private static String predicate(List<Integer> shards) {
        return JsonNodeFactory.instance.textNode(ShardMarker.in(shards)).toString();
    }

    private NodeCall delete(String body) {
        return new NodeCall(
                "POST",
                path + "/documents/delete",
                "application/json",
                () -> body.getBytes(StandardCharsets.UTF_8),
                0,
                null);
    }

    NodeCall clear() {
        return new NodeCall("DELETE", path + "/documents", null, null, 0, null);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
