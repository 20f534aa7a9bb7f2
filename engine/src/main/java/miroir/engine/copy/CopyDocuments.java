package miroir.engine.copy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.ShardMarker;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.error.Json;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Ports;
import miroir.engine.volume.Fence;
import miroir.engine.volume.VolumeNaming;
import miroir.engine.volume.VolumeWrite;
import miroir.engine.volume.VolumeWriter;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one copy, through the node's public API. Ids are listed in one request, which is one consistent
 * snapshot: offset pages miss documents while others are deleted. Loop thread; answers are parsed on the workers.
 */
public final class CopyDocuments {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_LIMIT = 20_000;
    private static final int SLACK = 1000;

    private final Ports ports;
    private final NodeApi api;
    private final VolumeNaming naming;
    private final VolumeWriter writer;
    private final Fence fence;

    public CopyDocuments(Ports ports, NodeApi api, VolumeNaming naming, VolumeWriter writer, Fence fence) {
        this.fence = fence;
        this.ports = ports;
        this.api = api;
        this.naming = naming;
        this.writer = writer;
    }

    /**
     * The ids of the copy's documents.
     *
     * @param filter the client's filter as JSON, which selects among them; null: all
     */
    public CompletableFuture<List<String>> ids(Place place, @Nullable String filter) {
        return ids(place, filters(place, filter), FIRST_LIMIT);
    }

    /** The ids of the documents in the place's volume that belong to none of these shards. */
    public CompletableFuture<List<String>> foreignIds(Place place, List<Integer> known) {
        return ids(place, Json.MAPPER.createArrayNode().add(ShardMarker.notIn(known)), FIRST_LIMIT);
    }

    private CompletableFuture<List<String>> ids(Place place, ArrayNode filters, int limit) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("fields").add(place.primaryKey());
        body.put("limit", limit).set("filter", filters);
        return fetch(place, body.toString()).thenCompose(slices -> {
            boolean whole = slices.documents().size() >= slices.total();
            return whole
                    ? CompletableFuture.completedFuture(
                            List.copyOf(slices.documents().keySet()))
                    : ids(place, filters, Math.toIntExact(slices.total() + SLACK));
        });
    }

    /** How many documents the copy has. */
    public CompletableFuture<Long> count(Place place) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("limit", 0);
        body.set("filter", filters(place, null));
        return fetch(place, body.toString()).thenApply(DocumentSlices::total);
    }

    /** Whole documents by id, as the node writes them; those that are not there are left out. */
    public CompletableFuture<Map<String, byte[]>> read(Place place, List<String> ids) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode wanted = body.putArray("ids");
        ids.forEach(wanted::add);
        body.put("limit", Math.max(1, ids.size())).put("retrieveVectors", true);
        return fetch(place, body.toString()).thenApply(DocumentSlices::documents);
    }

    /** A volume of which it is not certain what it is called, as after a kill while it was renamed, is made certain first. */
    private CompletableFuture<DocumentSlices> fetch(Place place, String body) {
        return CompletableFuture.completedFuture(place)
                .thenComposeAsync(
                        asked -> naming.isRenaming(asked.volume())
                                ? fence.quiet(asked.volume())
                                : CompletableFuture.completedFuture(null),
                        ports.loop())
                .thenComposeAsync(named -> ask(place, body), ports.loop());
    }

    private CompletableFuture<DocumentSlices> ask(Place place, String body) {
        String path = "/indexes/" + naming.of(place.volume()).name() + "/documents/fetch";
        NodeRequest request = NodeRequest.json(
                        place.node(), "POST", path, body.getBytes(StandardCharsets.UTF_8), TIMEOUT)
                .as(Purpose.COPY);
        return api.askRaw(request, answer -> DocumentSlices.of(answer, place.primaryKey()))
                .thenApplyAsync(answer -> NodeTrouble.unless(place.node(), answer), ports.loop());
    }

    private static ArrayNode filters(Place place, @Nullable String filter) {
        ArrayNode all = Json.MAPPER.createArrayNode().add(ShardMarker.in(List.of(place.shard())));
        if (filter != null) {
            var client = Json.read(filter);
            if (client.isArray()) {
                all.addAll((ArrayNode) client);
            } else {
                all.add(client);
            }
        }
        return all;
    }

    /**
     * Writes whole documents; completes when the node has indexed them.
     *
     * @param wanted throws when they are not to be sent any more; it runs just before
     */
    public CompletableFuture<Void> put(Place place, Collection<byte[]> documents, String tag, Runnable wanted) {
        if (documents.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (byte[] document : documents) {
            lines.writeBytes(document);
            lines.write('\n');
        }
        byte[] body = lines.toByteArray();
        String route = "/documents?primaryKey=" + encoded(place.primaryKey()) + "&customMetadata=" + encoded(tag);
        return writer.perform(
                place.volume(), new VolumeWrite("POST", route, "application/x-ndjson", name -> body, null), wanted);
    }

    /**
     * Deletes documents by id; completes when the node has done so.
     *
     * @param wanted throws when they are not to be deleted any more; it runs just before
     */
    public CompletableFuture<Void> delete(Place place, Collection<String> ids, String tag, Runnable wanted) {
        if (ids.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ArrayNode list = Json.MAPPER.createArrayNode();
        ids.forEach(list::add);
        String route = "/documents/delete-batch?customMetadata=" + encoded(tag);
        return writer.perform(place.volume(), VolumeWrite.json("POST", route, list.toString(), null), wanted);
    }

    /** Which of the ids differ between two places: their documents are not the same, or only one has them. */
    public CompletableFuture<Difference> compare(Place source, Place target, List<String> ids) {
        CompletableFuture<Map<String, byte[]>> there = read(target, ids);
        return read(source, ids)
                .thenCombineAsync(there, (a, b) -> Difference.of(ids, a, b), ports.workers())
                .thenApplyAsync(difference -> difference, ports.loop());
    }

    /**
     * What a target lacks.
     *
     * @param changed documents of the source that the target has not or has otherwise, by id
     * @param gone ids that only the target has
     * @param bytes read from the source
     */
    public record Difference(Map<String, byte[]> changed, List<String> gone, long bytes) {
        static Difference of(List<String> ids, Map<String, byte[]> source, Map<String, byte[]> target) {
            Map<String, byte[]> changed = new LinkedHashMap<>(source);
            changed.entrySet().removeIf(e -> {
                byte[] other = target.get(e.getKey());
                return other != null && SameDocument.test(e.getValue(), other);
            });
            List<String> gone = new ArrayList<>();
            for (String id : ids) {
                if (!source.containsKey(id) && target.containsKey(id)) {
                    gone.add(id);
                }
            }
            long bytes = source.values().stream().mapToLong(d -> d.length).sum();
            return new Difference(changed, gone, bytes);
        }

        /** The ids that differ. */
        public List<String> ids() {
            List<String> all = new ArrayList<>(changed.keySet());
            all.addAll(gone);
            return all;
        }

        /** Whether both places agree. */
        public boolean none() {
            return changed.isEmpty() && gone.isEmpty();
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
