package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import miroir.core.task.TaskType;
import miroir.engine.Engine;
import miroir.engine.error.Numbers;
import miroir.engine.request.IndexCreateRequest;
import miroir.engine.request.IndexUid;
import miroir.engine.request.IndexUpdateRequest;
import miroir.engine.request.JsonContentType;
import miroir.engine.request.Paging;
import miroir.engine.request.StatsParams;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import miroir.engine.store.StoredIndex;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;

/** {@code /indexes} and {@code /indexes/{uid}}, with its statistics. */
final class IndexRoutes {
    private final Engine engine;
    private final Writes writes;

    IndexRoutes(Engine engine) {
        this.engine = engine;
        this.writes = new Writes(engine);
    }

    void install(RoutesConfig routes) {
        routes.get("/indexes", this::list);
        routes.post("/indexes", this::create);
        routes.get("/indexes/{uid}", ctx -> {
            String uid = IndexUid.check(ctx.pathParam("uid"));
            Answers.json(
                    ctx,
                    200,
                    view(Answers.index(engine.cluster().current(), uid).stored()));
        });
        routes.patch("/indexes/{uid}", this::update);
        routes.delete("/indexes/{uid}", this::delete);
        routes.get("/indexes/{uid}/stats", this::stats);
    }

    private void list(Context ctx) {
        Paging paging = Paging.ofIndexes(ctx.queryParamMap());
        List<IndexEntry> all = engine.cluster().current().cluster().indexes().values().stream()
                .filter(entry -> entry.phase() == IndexEntry.Phase.READY)
                .toList();
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode results = page.putArray("results");
        all.stream()
                .skip(Numbers.saturated(paging.offset()))
                .limit(Numbers.saturated(paging.limit()))
                .forEach(entry -> results.add(view(entry.stored())));
        page.put("offset", Numbers.exact(paging.offset()))
                .put("limit", Numbers.exact(paging.limit()))
                .put("total", all.size());
        Answers.json(ctx, 200, page);
    }

    private void create(Context ctx) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        IndexCreateRequest request = IndexCreateRequest.fromJson(Bodies.read(ctx));
        writes.requireCopies("");
        ObjectNode details = Writes.details().put("primaryKey", request.primaryKey());
        TaskRequest task = new TaskRequest.CreateIndex(request.primaryKey(), null, null, null);
        writes.accept(ctx, new NewTask(request.uid(), TaskType.INDEX_CREATION, details.toString(), null, task));
    }

    private void update(Context ctx) throws IOException {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        JsonContentType.check(ctx.header("Content-Type"));
        IndexUpdateRequest request = IndexUpdateRequest.fromJson(Bodies.read(ctx));
        ObjectNode details = Writes.details().put("primaryKey", request.primaryKey());
        String newUid = request.uid();
        if (newUid != null) {
            details.put("oldIndexUid", uid).put("newIndexUid", newUid);
        }
        TaskRequest task = new TaskRequest.UpdateIndex(request.primaryKey(), newUid);
        writes.accept(ctx, new NewTask(uid, TaskType.INDEX_UPDATE, details.toString(), null, task));
    }

    private void delete(Context ctx) {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        ObjectNode details = Writes.details().putNull("deletedDocuments");
        writes.accept(
                ctx,
                new NewTask(uid, TaskType.INDEX_DELETION, details.toString(), null, new TaskRequest.DeleteIndex()));
    }

    private void stats(Context ctx) {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        StatsParams params = StatsParams.fromQuery(ctx.queryParamMap());
        Snapshot snapshot = engine.cluster().current();
        IndexEntry index = Answers.index(snapshot, uid);
        ctx.future(() -> engine.stats()
                .index(snapshot, index)
                .thenAccept(stats -> Answers.json(ctx, 200, Sizes.shown(stats, params))));
    }

    private static ObjectNode view(StoredIndex index) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uid", index.uid())
                .put("createdAt", TaskJson.time(index.createdAt()))
                .put("updatedAt", TaskJson.time(index.updatedAt()))
                .put("primaryKey", index.primaryKey());
    }
}
