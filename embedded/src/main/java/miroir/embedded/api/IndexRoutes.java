package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Index;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.Operation;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** Creating, listing, changing and deleting indexes. */
final class IndexRoutes {

    private final Context context;

    IndexRoutes(Context context) {
        this.context = context;
    }

    Reply route(Call call) {
        if (call.segments().size() == 1) {
            return switch (call.method()) {
                case "GET" -> list(call);
                case "POST" -> create(call);
                default -> Reply.empty(405);
            };
        }
        String uid = Context.checkUid(call.segment(1), "");
        return switch (call.method()) {
            case "GET" -> Reply.of(200, json(uid, context.engine().index(uid)));
            case "PATCH" -> update(call, uid);
            case "DELETE" ->
                context.accept(
                        202,
                        new NewTask(
                                uid,
                                "indexDeletion",
                                Json.object("deletedDocuments", null),
                                null,
                                Operation.of("deleteIndex", Map.of())));
            default -> Reply.empty(405);
        };
    }

    private static Map<String, @Nullable Object> json(String uid, Index index) {
        return Json.object(
                "uid", uid,
                "createdAt", Task.time(index.createdAt()),
                "updatedAt", Task.time(index.updatedAt()),
                "primaryKey", index.primaryKey());
    }

    private Reply list(Call call) {
        Params params = Params.of(call, List.of("offset", "limit"));
        JsonNumber offset = params.number("offset", "invalid_index_offset", 0);
        JsonNumber limit = params.number("limit", "invalid_index_limit", 20);
        List<Map<String, @Nullable Object>> all = context.engine().indexes().entrySet().stream()
                .map(entry -> json(entry.getKey(), entry.getValue()))
                .toList();
        return Reply.of(
                200,
                Json.object(
                        "results",
                        all.stream()
                                .skip(offset.bounded())
                                .limit(limit.bounded())
                                .toList(),
                        "offset",
                        offset,
                        "limit",
                        limit,
                        "total",
                        all.size()));
    }

    private Reply create(Call call) {
        Body body = Body.object(call, List.of("uid", "primaryKey"));
        String uid = body.string("uid", "invalid_index_uid");
        if (uid == null) {
            throw new ApiException("missing_index_uid", "Missing field `uid`");
        }
        Context.checkUid(uid, "Invalid value at `.uid`: ");
        String key = body.string("primaryKey", "invalid_index_primary_key");
        Operation operation = Operation.of("createIndex", Map.of());
        return context.accept(202, new NewTask(uid, "indexCreation", Json.object("primaryKey", key), null, operation));
    }

    private Reply update(Call call, String uid) {
        Map<String, @Nullable Object> fields = Values.object(Body.json(call));
        for (String immutable : List.of("createdAt", "updatedAt")) {
            if (fields.containsKey(immutable)) {
                throw new ApiException(
                        "immutable_index_" + (immutable.equals("createdAt") ? "created_at" : "updated_at"),
                        "Immutable field `" + immutable + "`: expected one of `primaryKey`, `uid`");
            }
        }
        Body body = Body.object(call, List.of("primaryKey", "uid"));
        String newUid = body.string("uid", "invalid_index_uid");
        String key = body.string("primaryKey", "invalid_index_primary_key");
        Map<String, @Nullable Object> details = Json.object("primaryKey", key);
        if (newUid != null) {
            Context.checkUid(newUid, "");
            details.put("oldIndexUid", uid);
            details.put("newIndexUid", newUid);
        }
        Operation operation = Operation.of("updateIndex", Json.object("primaryKey", key, "newUid", newUid));
        return context.accept(202, new NewTask(uid, "indexUpdate", details, null, operation));
    }

    Reply stats(Call call) {
        if (!call.method().equals("GET")) {
            return Reply.empty(405);
        }
        String uid = call.segment(1);
        Index index = context.engine().index(uid);
        return Reply.of(
                200, IndexStats.of(index, context.tasks().isIndexing(uid)).json());
    }
}
