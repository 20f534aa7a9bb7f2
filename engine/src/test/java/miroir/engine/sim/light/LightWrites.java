package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterException;
import miroir.embedded.index.DocumentId;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Calls that make a task. */
final class LightWrites {
    private static final LightTask.Details COUNTED_DELETION = new LightTask.Details("{\"deletedDocuments\":", "}");

    private final LightTasks tasks;
    private final LightIndexes indexes;
    private final InstantSource clock;

    LightWrites(LightTasks tasks, LightIndexes indexes, InstantSource clock) {
        this.tasks = tasks;
        this.indexes = indexes;
        this.clock = clock;
    }

    EmbeddedResponse route(String shape, String[] path, EmbeddedRequest request) {
        LightTask.Order order = switch (shape) {
            case "POST /indexes" -> create(request);
            case "PATCH /indexes/*" -> update(path[2], request);
            case "DELETE /indexes/*" ->
                order(path[2], "indexDeletion", COUNTED_DELETION, () -> indexes.delete(path[2]));
            case "POST /indexes/*/documents", "PUT /indexes/*/documents" -> add(path[2], request);
            case "DELETE /indexes/*/documents" -> deletion(path[2], request, COUNTED_DELETION, () -> clear(path[2]));
            case "POST /indexes/*/documents/delete-batch" -> deleteIds(path[2], request);
            case "POST /indexes/*/documents/delete" -> deleteByFilter(path[2], request);
            case "PATCH /indexes/*/settings" -> null;
            default -> throw LightNode.unknown("the call", request);
        };
        return order == null ? settings(path[2], request) : accept(order);
    }

    private EmbeddedResponse accept(LightTask.Order order) {
        return LightNode.answer(202, tasks.accept(order).summary().getBytes(UTF_8));
    }

    private static LightTask.Order order(String index, String type, LightTask.Details details, LightTask.Work work) {
        LightNode.require(index.matches("[A-Za-z0-9_-]{1,400}"), "the index", index);
        return new LightTask.Order(index, type, details, null, null, work);
    }

    private LightTask.Order create(EmbeddedRequest request) {
        Map<String, @Nullable Object> body = LightNode.body(request, "uid", "primaryKey");
        String uid = String.valueOf(body.get("uid"));
        String key = (String) body.get("primaryKey");
        LightTask.Details details = LightTask.plain(Json.object("primaryKey", key));
        return order(uid, "indexCreation", details, () -> indexes.create(uid, key, clock.instant()));
    }

    private LightTask.Order update(String uid, EmbeddedRequest request) {
        Map<String, @Nullable Object> body = LightNode.body(request, "uid", "primaryKey");
        String key = (String) body.get("primaryKey");
        String newUid = (String) body.get("uid");
        Map<String, @Nullable Object> details = Json.object("primaryKey", key);
        if (newUid != null) {
            details.put("oldIndexUid", uid);
            details.put("newIndexUid", newUid);
        }
        LightTask.Order order = order(uid, "indexUpdate", LightTask.plain(details), () -> update(uid, key, newUid));
        return order.renaming(newUid);
    }

    /** Renames the index first: it keeps the new uid when its primary key cannot be changed. */
    private int update(String uid, @Nullable String key, @Nullable String newUid) {
        LightIndex index = indexes.index(uid);
        String now = newUid == null ? uid : newUid;
        if (!now.equals(uid)) {
            indexes.rename(uid, now);
            tasks.rename(uid, now);
        }
        if (key != null) {
            index.setKey(key, now);
        }
        if (key != null || !now.equals(uid)) {
            index.updatedAt = clock.instant();
        }
        return 0;
    }

    private EmbeddedResponse settings(String uid, EmbeddedRequest request) {
        LightSettings.Checked checked = LightSettings.check(request.body());
        EmbeddedResponse refusal = checked.refusal();
        return refusal != null
                ? refusal
                : accept(order(uid, "settingsUpdate", new LightTask.Details(checked.json(), null), () -> {
                    LightIndex index = indexes.made(uid, clock.instant());
                    index.change(checked.change(), uid);
                    index.updatedAt = clock.instant();
                    return 0;
                }));
    }

    private LightTask.Order add(String uid, EmbeddedRequest request) {
        String key = parameter(request, "primaryKey");
        LightNode.require(key != null, "documents without a key", request.path());
        boolean skips = "true".equals(parameter(request, "skipCreation"));
        List<Map<String, @Nullable Object>> documents = documents(request);
        var details =
                new LightTask.Details("{\"receivedDocuments\":" + documents.size() + ",\"indexedDocuments\":", "}");
        Addition addition = new Addition(
                uid, documents, String.valueOf(key), request.method().equals("PUT"), skips);
        return new LightTask.Order(
                uid,
                "documentAdditionOrUpdate",
                details,
                parameter(request, "customMetadata"),
                null,
                () -> addition.run(indexes.made(uid, clock.instant()), clock.instant()));
    }

    private static @Nullable String parameter(EmbeddedRequest request, String name) {
        return LightNode.parameter(request, name, "primaryKey", "customMetadata", "skipCreation");
    }

    private static List<Map<String, @Nullable Object>> documents(EmbeddedRequest request) {
        List<Map<String, @Nullable Object>> documents = new ArrayList<>();
        if ("application/json".equals(request.headers().get("content-type"))) {
            ((List<?>) java.util.Objects.requireNonNull(LightNode.json(request)))
                    .forEach(document -> documents.add(Json.asObject(document)));
            return documents;
        }
        String type = request.headers().get("content-type");
        LightNode.require("application/x-ndjson".equals(type) && request.body().length > 0, "documents as", type);
        new String(request.body(), UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    try {
                        documents.add(Json.asObject(Json.parse(line.getBytes(UTF_8))));
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                });
        return documents;
    }

    private static LightTask.Order deletion(
            String uid, EmbeddedRequest request, LightTask.Details details, LightTask.Work work) {
        String metadata = LightNode.parameter(request, "customMetadata", "customMetadata");
        return new LightTask.Order(uid, "documentDeletion", details, metadata, null, work);
    }

    private LightTask.Order deleteIds(String uid, EmbeddedRequest request) {
        List<DocumentId> ids = new ArrayList<>();
        for (Object id : (List<?>) java.util.Objects.requireNonNull(LightNode.json(request))) {
            LightNode.require(id instanceof String || id instanceof JsonNumber, "the id", id);
            ids.add(DocumentId.of(id instanceof JsonNumber number ? number.text() : String.valueOf(id)));
        }
        String before = "{\"providedIds\":" + ids.size() + ",\"deletedDocuments\":";
        return deletion(
                uid,
                request,
                new LightTask.Details(before, ",\"originalFilter\":null}"),
                () -> removed(indexes.index(uid), ids));
    }

    private LightTask.Order deleteByFilter(String uid, EmbeddedRequest request) {
        Object filter = LightNode.body(request, "filter").get("filter");
        LightFilter parsed;
        try {
            parsed = LightFilter.of(filter);
        } catch (FilterException e) {
            throw new ApiException("invalid_document_filter", e.text());
        }
        LightNode.require(parsed.parsed() != null, "an empty filter", filter);
        String after = ",\"originalFilter\":" + Json.text(Json.text(filter)) + "}";
        return deletion(uid, request, new LightTask.Details("{\"providedIds\":0,\"deletedDocuments\":", after), () -> {
            LightIndex index = indexes.index(uid);
            try {
                return removed(index, ids(index.matching(parsed, false)));
            } catch (FilterException e) {
                throw new ApiException("invalid_document_filter", "Index `" + uid + "`: " + e.text());
            }
        });
    }

    private int clear(String uid) {
        LightIndex index = indexes.index(uid);
        return removed(index, List.copyOf(index.documents.keySet()));
    }

    private int removed(LightIndex index, List<DocumentId> ids) {
        int count = index.remove(ids);
        index.updatedAt = clock.instant();
        return count;
    }

    private static List<DocumentId> ids(List<LightDocument> documents) {
        return documents.stream().map(LightDocument::id).toList();
    }
}
