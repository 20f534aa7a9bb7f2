package miroir.embedded.api;

import java.time.Instant;
import java.util.Map;
import miroir.embedded.index.Index;
import miroir.embedded.json.Json;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** Health, version, statistics and experimental features. */
final class SystemRoutes {

    private final Context context;

    SystemRoutes(Context context) {
        this.context = context;
    }

    Reply root(Call call) {
        return call.method().equals("GET")
                ? Reply.of(200, Json.object("status", "Meilisearch is running"))
                : Reply.empty(405);
    }

    Reply health(Call call) {
        return call.method().equals("GET") ? Reply.of(200, Json.object("status", "available")) : Reply.empty(405);
    }

    Reply route(Call call) {
        String name = call.segment(0);
        if (name.equals("experimental-features") && call.method().equals("PATCH")) {
            Body body = Body.object(call, Features.NAMES);
            for (String feature : Features.NAMES) {
                if (body.has(feature)) {
                    context.features().set(feature, body.bool(feature, "bad_request"));
                }
            }
        } else if (!call.method().equals("GET")) {
            return Reply.empty(405);
        }
        return Reply.of(
                200,
                switch (name) {
                    case "version" ->
                        Json.object(
                                "commitSha", "embedded",
                                "commitDate", "1970-01-01T00:00:00Z",
                                "pkgVersion", "1.50.0");
                    case "stats" -> stats();
                    default -> context.features().json();
                });
    }

    private Map<String, @Nullable Object> stats() {
        Map<String, @Nullable Object> indexes = Json.object();
        Instant last = null;
        long size = 0;
        for (Map.Entry<String, Index> entry : context.engine().indexes().entrySet()) {
            IndexStats stats = IndexStats.of(entry.getValue(), context.tasks().isIndexing(entry.getKey()));
            indexes.put(entry.getKey(), stats.json());
            size += stats.bytes();
            Instant updated = entry.getValue().updatedAt();
            last = last == null || updated.isAfter(last) ? updated : last;
        }
        return Json.object(
                "databaseSize", size, "usedDatabaseSize", size, "lastUpdate", Task.time(last), "indexes", indexes);
    }
}
