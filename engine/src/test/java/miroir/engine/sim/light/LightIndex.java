package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import miroir.embedded.engine.GeoField;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.Filter;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.index.DocumentId;
import miroir.embedded.index.FieldNames;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** One index: documents by id, settings, primary key. */
final class LightIndex {
    final Instant createdAt;
    final FieldNames names;
    final TreeMap<DocumentId, LightDocument> documents = new TreeMap<>();
    Instant updatedAt;

    @Nullable
    String primaryKey;

    private Settings settings = Settings.DEFAULT;
    private final Set<Filter> checked = new HashSet<>();
    private byte @Nullable [] settingsJson;
    private @Nullable String statsJson;
    private long bytes;

    LightIndex(Instant createdAt, @Nullable String primaryKey, FieldNames names) {
        this.createdAt = createdAt;
        this.names = names;
        this.updatedAt = createdAt;
        this.primaryKey = primaryKey;
    }

    Settings settings() {
        return settings;
    }

    /** Changes settings, which fails while the place of a document is none. */
    void change(Map<String, @Nullable Object> change, String uid) {
        checkPlaces(documents.values(), uid);
        settings = settings.with(change);
        settingsJson = null;
        checked.clear();
    }

    /** Sets the primary key, as long as there are no documents that have another. */
    void setKey(String key, String uid) {
        if (documents.isEmpty()) {
            names.addKey(key, uid);
            primaryKey = key;
        } else if (!key.equals(primaryKey)) {
            throw new ApiException(
                    "index_primary_key_already_exists",
                    "Index `" + uid + "`: Index already has a primary key: `" + primaryKey + "`.");
        } else {
            checkPlaces(documents.values(), uid);
        }
    }

    static void checkPlaces(Collection<LightDocument> documents, String uid) {
        for (LightDocument document : documents) {
            GeoField.check(document.tree().get("_geo"), uid, document.id().text());
        }
    }

    byte[] settingsJson() {
        byte[] known = settingsJson;
        if (known == null) {
            known = Json.bytes(settings.tree());
            settingsJson = known;
        }
        return known;
    }

    void put(Collection<LightDocument> added) {
        statsJson = null;
        added.forEach(document -> documents.put(document.id(), document));
    }

    /** Removes documents; how many there were. */
    int remove(Collection<DocumentId> ids) {
        statsJson = null;
        int count = 0;
        for (DocumentId id : ids) {
            count += documents.remove(id) == null ? 0 : 1;
        }
        return count;
    }

    /**
     * The documents that a filter selects, by id.
     *
     * @param rewritten whether errors quote the filter in its normal form, as searches do
     */
    List<LightDocument> matching(LightFilter filter, boolean rewritten) {
        Filter parsed = filter.parsed();
        if (parsed == null) {
            return new ArrayList<>(documents.values());
        }
        if (!checked.contains(parsed)) {
            FilterCheck.compile(parsed, settings, rewritten);
            checked.add(parsed);
        }
        Predicate<LightDocument> test = filter.test();
        List<LightDocument> found = new ArrayList<>();
        for (LightDocument document : documents.values()) {
            if (test.test(document)) {
                found.add(document);
            }
        }
        return found;
    }

    /** The index as it is listed. */
    String json(String uid) {
        return Json.text(Json.object(
                "uid",
                uid,
                "createdAt",
                Task.time(createdAt),
                "updatedAt",
                Task.time(updatedAt),
                "primaryKey",
                primaryKey));
    }

    String statsJson() {
        String known = statsJson;
        if (known == null) {
            known = stats();
            statsJson = known;
        }
        return known;
    }

    private String stats() {
        Map<String, Integer> fields = new TreeMap<>();
        bytes = 0;
        for (LightDocument document : documents.values()) {
            bytes += document.json().length;
            document.tree().keySet().forEach(name -> fields.merge(name, 1, Integer::sum));
        }
        int size = documents.size();
        return new String(
                Json.bytes(Json.object(
                        "numberOfDocuments",
                        size,
                        "rawDocumentDbSize",
                        bytes,
                        "avgDocumentSize",
                        size == 0 ? 0 : bytes / size,
                        "isIndexing",
                        false,
                        "numberOfEmbeddings",
                        0,
                        "numberOfEmbeddedDocuments",
                        0,
                        "fieldDistribution",
                        fields)),
                UTF_8);
    }

    long bytes() {
        statsJson();
        return bytes;
    }
}
