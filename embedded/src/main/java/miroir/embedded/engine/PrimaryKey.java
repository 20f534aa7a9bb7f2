package miroir.embedded.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.DocumentId;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Finds the primary key of documents and the id in each. */
final class PrimaryKey {

    private PrimaryKey() {}

    /** The only field of a document whose name ends with {@code id}. */
    static String infer(Map<String, @Nullable Object> document) {
        List<String> candidates = document.keySet().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("id"))
                .sorted()
                .toList();
        String hint = " Please specify the primary key manually using the `primaryKey` query parameter.";
        if (candidates.isEmpty()) {
            throw new ApiException(
                    "index_primary_key_no_candidate_found",
                    "The primary key inference failed as the engine did not find any field ending with `id` in its"
                            + " name." + hint);
        }
        if (candidates.size() > 1) {
            throw new ApiException(
                    "index_primary_key_multiple_candidates_found",
                    "The primary key inference failed as the engine found " + candidates.size()
                            + " fields ending with `id` in their names: '" + candidates.get(0) + "' and '"
                            + candidates.get(1) + "'." + hint);
        }
        return candidates.get(0);
    }

    /** The id of a document; dots in the key reach into objects. */
    static DocumentId id(String key, Map<String, @Nullable Object> document) {
        List<@Nullable Object> found = new ArrayList<>();
        collect(document, key, found);
        if (found.isEmpty()) {
            throw new ApiException(
                    "missing_document_id",
                    "Document doesn't have a `" + key + "` attribute: `" + Json.text(document) + "`.");
        }
        if (found.size() > 1) {
            throw new ApiException(
                    "invalid_document_id",
                    "Document have too many matching `" + key + "` attribute: `" + Json.text(document) + "`.");
        }
        DocumentId id = DocumentId.parse(found.get(0));
        if (id == null) {
            throw new ApiException("invalid_document_id", DocumentId.invalid(found.get(0)));
        }
        return id;
    }

    private static void collect(Map<String, @Nullable Object> object, String key, List<@Nullable Object> found) {
        if (object.containsKey(key)) {
            found.add(object.get(key));
        }
        for (int dot = key.indexOf('.'); dot > 0; dot = key.indexOf('.', dot + 1)) {
            if (object.get(key.substring(0, dot)) instanceof Map<?, ?> inner) {
                collect(Json.asObject(inner), key.substring(dot + 1), found);
            }
        }
    }
}
