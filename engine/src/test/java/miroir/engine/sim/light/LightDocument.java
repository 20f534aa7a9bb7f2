package miroir.engine.sim.light;

import java.util.LinkedHashMap;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.DocumentId;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** A document as its compact JSON and as a tree, which is not changed any more. */
record LightDocument(DocumentId id, byte[] json, Map<String, @Nullable Object> tree) {
    static LightDocument of(String key, Map<String, @Nullable Object> tree) {
        DocumentId id = id(key, tree);
        tree.remove("_vectors", Map.of());
        LightNode.require(!tree.containsKey("_vectors"), "a document", tree);
        return new LightDocument(id, Json.bytes(tree), tree);
    }

    private static DocumentId id(String key, Map<String, @Nullable Object> tree) {
        LightNode.require(key.indexOf('.') < 0, "a nested primary key", key);
        if (!tree.containsKey(key)) {
            throw new ApiException(
                    "missing_document_id",
                    "Document doesn't have a `" + key + "` attribute: `" + Json.text(tree) + "`.");
        }
        DocumentId id = DocumentId.parse(tree.get(key));
        if (id == null) {
            throw new ApiException("invalid_document_id", DocumentId.invalid(tree.get(key)));
        }
        return id;
    }

    /** This document with the fields of another one put over its own. */
    LightDocument updatedWith(LightDocument change) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(tree);
        merged.putAll(change.tree);
        return new LightDocument(id, Json.bytes(merged), merged);
    }
}
