package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import miroir.core.placement.CopyState;
import miroir.core.placement.IndexShape;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.Rendezvous;
import miroir.core.task.TaskType;
import miroir.engine.Engine;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.TaskCounts;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.IndexUid;
import miroir.engine.request.JsonContentType;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** The read side of the management API, below {@code /_miroir/}, and the creation of indexes with their own shape. */
final class ManagementRoutes {
    private static final int AUDIT_ROWS = 1000;

    private final Engine engine;
    private final Keys keys;
    private final Writes writes;
    private final BackupRoutes backups;

    ManagementRoutes(Engine engine, Keys keys) {
        this.engine = engine;
        this.keys = keys;
        this.writes = new Writes(engine);
        this.backups = new BackupRoutes(engine.backups(), engine.ports().clock());
    }

    void install(RoutesConfig routes) {
        routes.get("/_miroir/health", this::health);
        routes.get("/_miroir/topology", this::topology);
        routes.get("/_miroir/indexes", this::indexes);
        routes.post("/_miroir/indexes", this::create);
        routes.get("/_miroir/indexes/{uid}/shards", this::shards);
        routes.get("/_miroir/indexes/{uid}/locate/{id}", this::locate);
        routes.get("/_miroir/audit", this::audit);
        routes.post("/_miroir/explain", new ExplainRoute(engine)::explain);
        routes.get("/_miroir/metrics", this::metrics);
        backups.install(routes);
    }

    private void metrics(Context ctx) {
        TaskCounts tasks = engine.view().openTasks(); // first: the cluster then shows what the others did
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(Metrics.of(
                                engine.view().cluster(), tasks, engine.search().foreignHits())
                        + backups.metrics());
    }

    private void health(Context ctx) {
        ClusterPicture cluster = engine.view().cluster();
        String status = switch (cluster.status()) {
            case HEALTHY -> "available";
            case DEGRADED, PARTIAL -> "degraded";
            case UNAVAILABLE -> "unavailable";
        };
        Optional<String> trouble = engine.vitals().trouble();
        boolean unavailable = cluster.status() == ClusterStatus.UNAVAILABLE || trouble.isPresent();
        ObjectNode answer = object().put("status", trouble.isPresent() ? "unavailable" : status);
        ArrayNode reasons = answer.putArray("reasons");
        trouble.ifPresent(reasons::add);
        cluster.attention().forEach(a -> reasons.add(a.message()));
        if (cluster.status() == ClusterStatus.UNAVAILABLE && reasons.isEmpty()) {
            reasons.add(cluster.sentence());
        }
        if (!keys.admit(ctx)) {
            answer.remove("reasons"); // they name nodes and indexes
        }
        Answers.json(ctx, unavailable ? 503 : 200, answer);
    }

    private void topology(Context ctx) {
        ClusterPicture cluster = engine.view().cluster();
        ObjectNode answer =
                object().put("version", cluster.version()).put("replicationFactor", cluster.replicationFactor());
        ArrayNode groups = answer.putArray("groups");
        cluster.nodes().stream().map(NodePicture::group).distinct().sorted().forEach(group -> {
            ArrayNode members = groups.addObject().put("group", group).putArray("nodes");
            cluster.nodes().stream().filter(n -> n.group() == group).forEach(n -> members.add(n.id()));
        });
        ArrayNode nodes = answer.putArray("nodes");
        cluster.nodes().forEach(node -> nodes.add(node(node)));
        Answers.json(ctx, 200, answer);
    }

    private static ObjectNode node(NodePicture node) {
        return object().put("id", node.id())
                .put("address", node.address())
                .put("group", node.group())
                .put("wanted", node.wanted().name().toLowerCase(Locale.ROOT))
                .put("status", node.status().name().toLowerCase(Locale.ROOT))
                .put("reason", node.reason())
                .put("health", node.health().name().toLowerCase(Locale.ROOT))
                .put("version", node.version())
                .put("indexes", node.indexes())
                .put("copies", node.copies())
                .put("serving", node.serving())
                .put("documents", node.documents())
                .put("bytes", node.bytes())
                .put("since", time(node.since()))
                .put("lastSeen", time(node.lastSeen()));
    }

    private void indexes(Context ctx) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (IndexPicture index : engine.view().cluster().indexes()) {
            IndexPicture.CopyCounts counts = index.copies();
            ObjectNode node = answer.addObject()
                    .put("uid", index.uid())
                    .put("primaryKey", index.primaryKey())
                    .put("shards", index.shards())
                    .put("replicationFactor", index.replicationFactor())
                    .put("placement", index.placement())
                    .put("documents", index.documents());
            node.putObject("copies")
                    .put("inSync", counts.serving() + counts.unreachable())
                    .put("unreachable", counts.unreachable())
                    .put("syncing", counts.syncing())
                    .put("stale", counts.stale())
                    .put("missing", counts.missing());
        }
        Answers.json(ctx, 200, answer);
    }

    private void create(Context ctx) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        Shape shape = new Shape();
        BodyValue.parse(Bodies.read(ctx), ErrorCode.BAD_REQUEST).members(Shape.NAMES, shape::read);
        String uid = shape.uid;
        if (uid == null) {
            throw new ApiException(ErrorCode.MISSING_INDEX_UID, "Missing field `uid`");
        }
        writes.requireCopies("");
        ObjectNode details = Writes.details().put("primaryKey", shape.primaryKey);
        TaskRequest task =
                new TaskRequest.CreateIndex(shape.primaryKey, shape.shards, shape.replicationFactor, shape.placement);
        writes.accept(ctx, new NewTask(uid, TaskType.INDEX_CREATION, details.toString(), null, task));
    }

    private void shards(Context ctx) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (ShardPicture shard : index(ctx).shardPictures()) {
            ObjectNode node = answer.addObject().put("shard", shard.shard()).put("documents", shard.documents());
            node.set("copies", copies(shard));
        }
        Answers.json(ctx, 200, answer);
    }

    private void locate(Context ctx) {
        IndexPicture index = index(ctx);
        int shard = Rendezvous.shardForKey(ctx.pathParam("id"), index.shards());
        ObjectNode answer = object().put("shard", shard);
        answer.set("copies", copies(index.shardPictures().get(shard)));
        Answers.json(ctx, 200, answer);
    }

    private static ArrayNode copies(ShardPicture shard) {
        ArrayNode copies = JsonNodeFactory.instance.arrayNode();
        for (ShardPicture.CopyPicture copy : shard.copies()) {
            copies.addObject()
                    .put("node", copy.node())
                    .put("group", copy.group())
                    .put("rank", copy.rank())
                    .put("state", state(copy.state()))
                    .put("serving", copy.serving())
                    .put("asked", copy.asked())
                    .put("since", time(copy.since()))
                    .put("reason", copy.reason());
        }
        return copies;
    }

    static String state(CopyState state) {
        return switch (state) {
            case IN_SYNC -> "inSync";
            case SYNCING -> "syncing";
            case STALE -> "stale";
            case LEAVING -> "leaving";
        };
    }

    private void audit(Context ctx) {
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (AuditEntry row : engine.view().audit(rows(ctx))) {
            answer.addObject()
                    .put("at", time(row.at()))
                    .put("who", row.who())
                    .put("what", row.what())
                    .put("target", row.target())
                    .put("before", row.before())
                    .put("after", row.after())
                    .put("requestId", row.requestId());
        }
        Answers.json(ctx, 200, answer);
    }

    /** How many of the latest are wanted. */
    private static int rows(Context ctx) {
        String limit = ctx.queryParam("limit");
        if (limit == null) {
            return AUDIT_ROWS;
        }
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > AUDIT_ROWS) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "Invalid value in parameter `limit`: it must be a number from 1 to " + AUDIT_ROWS + ".");
        }
        return Integer.parseInt(limit);
    }

    private IndexPicture index(Context ctx) {
        String uid = ctx.pathParam("uid");
        return engine.view().cluster().indexes().stream()
                .filter(index -> index.uid().equals(uid))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.INDEX_NOT_FOUND, "Index `" + uid + "` not found."));
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The body of {@code POST /_miroir/indexes}. */
    private static final class Shape {
        static final List<String> NAMES = List.of("uid", "primaryKey", "shards", "replicationFactor", "placement");

        private @Nullable String uid;
        private @Nullable String primaryKey;
        private @Nullable Integer shards;
        private @Nullable Integer replicationFactor;
        private @Nullable String placement;

        void read(String name, BodyValue value) {
            switch (name) {
                case "uid" ->
                    uid = IndexUid.check(value.as(ErrorCode.INVALID_INDEX_UID).text());
                case "primaryKey" ->
                    primaryKey = value.as(ErrorCode.INVALID_INDEX_PRIMARY_KEY).textOrNull();
                case "shards" -> shards = atLeastOne(value, IndexShape.MAX_SHARDS);
                case "replicationFactor" -> replicationFactor = atLeastOne(value, IndexShape.MAX_REPLICATION_FACTOR);
                default ->
                    placement = PlacementStrategy.valueOf(value.oneOf(List.of("balanced", "rendezvous"))
                                    .toUpperCase(Locale.ROOT))
                            .name();
            }
        }

        private static int atLeastOne(BodyValue value, int max) {
            int count = value.countUpTo(max);
            if (count == 0) {
                throw value.unexpected("must be at least 1");
            }
            return count;
        }
    }
}
