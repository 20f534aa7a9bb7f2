package miroir.embedded.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Document;
import miroir.embedded.index.DocumentId;
import miroir.embedded.index.FieldNames;
import miroir.embedded.index.Index;
import miroir.embedded.json.Json;
import miroir.embedded.task.Details;
import miroir.embedded.task.Outcome;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** Adds or updates the documents of one payload, all of them or none. */
final class Addition {

    private final String uid;
    private final Index index;
    private final boolean update;
    private final boolean skipCreation;
    private final @Nullable String givenKey;
    private final Map<DocumentId, Document> result = new LinkedHashMap<>();

    Addition(String uid, Index index, Map<String, @Nullable Object> arguments) {
        this.uid = uid;
        this.index = index;
        this.update = "update".equals(arguments.get("method"));
        this.skipCreation = Boolean.TRUE.equals(arguments.get("skipCreation"));
        this.givenKey = (String) arguments.get("primaryKey");
    }

    Outcome run(Task task, Instant now) {
        byte[] payload = task.request().operation().payload();
        String known = index.primaryKey();
        if (known != null && givenKey != null && !known.equals(givenKey)) {
            throw new ApiException(
                    "index_primary_key_already_exists", "Index already has a primary key: `" + known + "`.");
        }
        String key = known == null ? givenKey : known;
        List<byte[]> lines = Ndjson.lines(payload);
        int distinct = 0;
        if (!lines.isEmpty()) {
            key = key == null ? inferred(lines.get(0)) : key;
            distinct = collect(lines, key);
        }
        if (known == null && key != null) {
            index.setPrimaryKey(key);
        }
        index.apply(result.values(), List.of());
        index.touch(now);
        index.settle();
        return Outcome.of(Details.with(task.request().details(), "indexedDocuments", distinct));
    }

    private String inferred(byte[] first) {
        Map<String, @Nullable Object> tree = Json.asObject(Json.trusted(first));
        index.names().requireRoom(tree.keySet(), uid);
        return PrimaryKey.infer(tree);
    }

    private int collect(List<byte[]> lines, String key) {
        Set<DocumentId> distinct = new HashSet<>();
        FieldNames.Draft names = index.names().draft();
        for (byte[] line : lines) {
            Map<String, @Nullable Object> tree = Json.asObject(Json.trusted(line));
            names.readTop(tree);
            DocumentId id = PrimaryKey.id(key, tree);
            distinct.add(id);
            Document old = result.get(id);
            old = old == null ? index.document(id) : old;
            if (old != null || !skipCreation) {
                names.readBelow(tree);
                byte[] plain = withoutNoVectors(tree, line);
                result.put(id, Document.of(id, update && old != null ? merged(old, tree) : plain));
            }
        }
        if (index.settings().usesGeo()) {
            GeoField.check(result.values(), uid);
        }
        index.names().add(names, uid);
        return distinct.size();
    }

    /** A document that is read with its vectors, has none and is written back is the same as before. */
    private static byte[] withoutNoVectors(Map<String, @Nullable Object> tree, byte[] line) {
        return tree.remove("_vectors", Map.of()) ? Json.bytes(tree) : line;
    }

    private static byte[] merged(Document old, Map<String, @Nullable Object> change) {
        Map<String, @Nullable Object> tree = old.tree();
        tree.putAll(change);
        return Json.bytes(tree);
    }
}
