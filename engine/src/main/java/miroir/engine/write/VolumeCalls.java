package miroir.engine.write;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ErrorCode;
import miroir.engine.settings.NodeSettings;
import miroir.engine.store.StoredIndex;
import miroir.engine.volume.VolumeWrite;
import org.jspecify.annotations.Nullable;

/** The node calls of every kind of write, for any volume. */
public final class VolumeCalls {
    private VolumeCalls() {}

    /** Makes the volume and gives it its settings; harmless when it is there. */
    public static List<VolumeWrite> creating(StoredIndex index) {
        return creating(index, null);
    }

    /**
     * The same for a volume that nobody but the task that makes it has written to. When it is made once more, documents that
     * came after its settings may not go with any, but then it has them.
     */
    static List<VolumeWrite> creatingFirst(StoredIndex index) {
        return creating(index, ErrorCode.INVALID_DOCUMENT_GEO_FIELD.wire());
    }

    private static List<VolumeWrite> creating(StoredIndex index, @Nullable String tolerated) {
        VolumeWrite.Body body = name -> {
            ObjectNode wish = JsonNodeFactory.instance.objectNode().put("uid", name);
            if (index.primaryKey() != null) {
                wish.put("primaryKey", index.primaryKey());
            }
            return wish.toString().getBytes(StandardCharsets.UTF_8);
        };
        return List.of(
                new VolumeWrite("POST", null, "application/json", body, "index_already_exists"),
                settings(index.settings(), tolerated));
    }

    /** Gives a volume all settings of a client. */
    public static VolumeWrite settings(String clientSettings) {
        return settings(clientSettings, null);
    }

    private static VolumeWrite settings(String clientSettings, @Nullable String tolerated) {
        return VolumeWrite.json(
                "PATCH", "/settings", NodeSettings.of(clientSettings).toString(), tolerated);
    }

    /** Gives a volume without documents another primary key. */
    public static VolumeWrite primaryKey(String primaryKey) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("primaryKey", primaryKey)
                .toString();
        return VolumeWrite.json("PATCH", "", body, null);
    }

    /** A chunk of documents as NDJSON, each line with its shard marker. */
    static NodeCall documents(
            TaskRequest.WriteDocuments request, String primaryKey, int chunk, VolumeWrite.Body ndjson) {
        String query = "?primaryKey=" + encoded(primaryKey) + (request.skipCreation() ? "&skipCreation=true" : "");
        return new NodeCall(
                new VolumeWrite(request.method(), "/documents" + query, "application/x-ndjson", ndjson, null), chunk);
    }

    /** Deletes those of the ids that belong to these shards. */
    static NodeCall deleteIds(DeletedIds.Split ids, List<Integer> shards) {
        Set<Integer> wanted = Set.copyOf(shards);
        VolumeWrite.Body body = VolumeWrite.large(
                DeletedIds.GROWING * ids.bytes(), () -> ids.ids().json(ids.shardCount(), wanted));
        return new NodeCall(new VolumeWrite("POST", "/documents/delete-batch", "application/json", body, null), 0);
    }

    /**
     * Deletes what the client's filter selects.
     *
     * @param shards restricts it to these shards; null when all that the volume holds is in sync
     */
    static NodeCall deleteByFilter(String filter, @Nullable List<Integer> shards) {
        String predicate = shards == null ? "" : predicate(shards) + ",";
        // a client's array is spliced in, so that it keeps its own two levels of AND and OR
        String client = filter.startsWith("[") ? filter.substring(1, filter.length() - 1) : filter;
        return delete("{\"filter\":[" + predicate + client + "]}");
    }

    /** Deletes all documents of these shards. */
    static NodeCall clear(List<Integer> shards) {
        return delete("{\"filter\":[" + predicate(shards) + "]}");
    }

    private static String predicate(List<Integer> shards) {
        return JsonNodeFactory.instance.textNode(ShardMarker.in(shards)).toString();
    }

    private static NodeCall delete(String body) {
        return new NodeCall(VolumeWrite.json("POST", "/documents/delete", body, null), 0);
    }

    static NodeCall clear() {
        return new NodeCall(new VolumeWrite("DELETE", "/documents", null, VolumeWrite.NONE, null), 0);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
