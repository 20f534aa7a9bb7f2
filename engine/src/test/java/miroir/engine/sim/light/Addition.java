package miroir.engine.sim.light;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.DocumentId;
import miroir.embedded.index.FieldNames;
import org.jspecify.annotations.Nullable;

/** The documents of one payload, all of them or none. */
record Addition(String uid, List<Map<String, @Nullable Object>> documents, String key, boolean updates, boolean skips) {
    /** Adds or updates them; how many different ones there are. */
    int run(LightIndex index, Instant now) {
        String known = index.primaryKey;
        if (known != null && !known.equals(key)) {
            throw new ApiException(
                    "index_primary_key_already_exists", "Index already has a primary key: `" + known + "`.");
        }
        Map<DocumentId, LightDocument> result = new LinkedHashMap<>();
        Set<DocumentId> distinct = new HashSet<>();
        FieldNames.Draft names = index.names.draft();
        for (Map<String, @Nullable Object> tree : documents) {
            names.readTop(tree);
            LightDocument document = LightDocument.of(key, tree);
            distinct.add(document.id());
            LightDocument old = result.getOrDefault(document.id(), index.documents.get(document.id()));
            if (old != null || !skips) {
                names.readBelow(tree);
                result.put(document.id(), updates && old != null ? old.updatedWith(document) : document);
            }
        }
        if (index.settings().usesGeo()) {
            LightIndex.checkPlaces(result.values(), uid);
        }
        index.names.add(names, uid);
        index.primaryKey = key;
        index.put(result.values());
        index.updatedAt = now;
        return distinct.size();
    }
}
