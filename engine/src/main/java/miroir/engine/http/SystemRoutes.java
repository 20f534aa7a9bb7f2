package miroir.engine.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.Health;
import miroir.engine.Engine;
import miroir.engine.request.StatsParams;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** {@code /}, {@code /health}, {@code /version}, {@code /stats}. */
final class SystemRoutes {
    private final Engine engine;
    private final String version;

    SystemRoutes(Engine engine, String version) {
        this.engine = engine;
        this.version = version;
    }

    void install(RoutesConfig routes) {
        routes.get("/", ctx -> Answers.json(ctx, 200, object().put("status", "Meilisearch is running")));
        routes.get("/health", ctx -> Availability.answer(ctx, engine));
        routes.get("/version", this::version);
        routes.get("/stats", this::stats);
    }

    /** SDKs read pkgVersion as Meilisearch's: the lowest of the nodes. */
    private void version(Context ctx) {
        String lowest = engine.cluster().current().observed().values().stream()
                .map(NodeObservation::version)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(SystemRoutes::sortable))
                .orElse("unknown");
        Answers.json(
                ctx,
                200,
                object().put("commitSha", "miroir-" + version)
                        .put("commitDate", "unknown")
                        .put("pkgVersion", lowest));
    }

    private static String sortable(String dotted) {
        StringBuilder padded = new StringBuilder();
        for (String part : dotted.split("\\.", -1)) {
            padded.append("0".repeat(Math.max(0, 6 - part.length()))).append(part);
        }
        return padded.toString();
    }

    private void stats(Context ctx) {
        StatsParams params = StatsParams.fromQuery(ctx.queryParamMap());
        Snapshot snapshot = engine.cluster().current();
        List<IndexEntry> indexes = snapshot.cluster().indexes().values().stream()
                .filter(entry -> entry.phase() == IndexEntry.Phase.READY)
                .toList();
        List<CompletableFuture<ObjectNode>> all = new ArrayList<>();
        indexes.forEach(index -> all.add(engine.stats().index(snapshot, index)));
        ctx.future(() -> CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenAccept(done -> Answers.json(ctx, 200, sum(snapshot, indexes, all, params))));
    }

    private static ObjectNode sum(
            Snapshot snapshot,
            List<IndexEntry> indexes,
            List<CompletableFuture<ObjectNode>> stats,
            StatsParams params) {
        long bytes = snapshot.observed().values().stream()
                .filter(seen -> seen.health() == Health.UP)
                .mapToLong(seen -> Math.max(0, seen.bytes()))
                .sum();
        ObjectNode answer = object().put("databaseSize", bytes).put("usedDatabaseSize", bytes);
        answer.put("lastUpdate", TaskJson.time(lastUpdate(indexes)));
        ObjectNode byUid = object();
        for (int i = 0; i < indexes.size(); i++) {
            byUid.set(indexes.get(i).stored().uid(), Sizes.shown(stats.get(i).join(), params));
        }
        Sizes.shown(answer, params).set("indexes", byUid);
        return answer;
    }

    private static @Nullable Instant lastUpdate(List<IndexEntry> indexes) {
        return indexes.stream()
                .map(index -> index.stored().updatedAt())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
