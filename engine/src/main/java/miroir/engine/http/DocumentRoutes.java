package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.MethodNotAllowedResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import miroir.core.task.TaskType;
import miroir.engine.Engine;
import miroir.engine.payload.IdBatch;
import miroir.engine.payload.IdReader;
import miroir.engine.payload.Payload;
import miroir.engine.payload.PayloadReader;
import miroir.engine.request.DeleteByFilterRequest;
import miroir.engine.request.DocumentWriteParams;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.request.IndexUid;
import miroir.engine.request.JsonContentType;
import miroir.engine.search.RequestUids;
import miroir.engine.state.Snapshot;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** Everything below {@code /indexes/{uid}/documents}. */
final class DocumentRoutes {
    private static final String DOCUMENTS = "/indexes/{uid}/documents";
    private static final List<String> POSTED = List.of("/fetch", "/delete", "/delete-batch", "/edit");

    private final Engine engine;
    private final Writes writes;
    private final Payloads payloads;

    DocumentRoutes(Engine engine) {
        this.engine = engine;
        this.writes = new Writes(engine);
        Path folder = engine.tasks().payloads().path();
        Runnable room = () -> engine.vitals().requireRoom(0);
        this.payloads = new Payloads(
                new PayloadReader(folder, true, room, Bodies.MEMORY),
                new IdReader(folder, room, Bodies.MEMORY),
                new RequestUids(engine.ports().clock(), engine.ports().random()));
    }

    void install(RoutesConfig routes) {
        routes.post(DOCUMENTS, ctx -> write(ctx, "POST"));
        routes.put(DOCUMENTS, ctx -> write(ctx, "PUT"));
        routes.get(DOCUMENTS, ctx -> list(ctx, DocumentsRequest.fromQuery(ctx.queryParamMap())));
        routes.post(DOCUMENTS + "/fetch", ctx -> {
            JsonContentType.check(ctx.header("Content-Type"));
            list(ctx, DocumentsRequest.fromJson(Bodies.read(ctx)));
        });
        for (String name : POSTED) {
            routes.get(DOCUMENTS + name, DocumentRoutes::postedOnly);
            routes.delete(DOCUMENTS + name, DocumentRoutes::postedOnly);
        }
        routes.get(DOCUMENTS + "/{id}", this::one);
        routes.delete(DOCUMENTS, ctx -> {
            DocumentWriteParams params = DocumentWriteParams.ofDeletion(ctx.queryParamMap());
            ObjectNode details = Writes.details().putNull("deletedDocuments");
            delete(ctx, params, details, new TaskRequest.ClearDocuments());
        });
        routes.delete(DOCUMENTS + "/{id}", ctx -> deleteIds(ctx, new IdBatch(1, List.of(ctx.pathParam("id")), null)));
        routes.post(DOCUMENTS + "/delete-batch", ctx -> {
            JsonContentType.check(ctx.header("Content-Type"));
            writes.requireCopies(IndexUid.check(ctx.pathParam("uid")));
            engine.vitals().requireRoom(Math.max(0, ctx.req().getContentLengthLong()));
            deleteIds(ctx, payloads.ids(ctx));
        });
        routes.post(DOCUMENTS + "/delete", this::deleteByFilter);
    }

    /** These names are no ids. */
    private static void postedOnly(Context ctx) {
        throw new MethodNotAllowedResponse();
    }

    private void write(Context ctx, String method) throws IOException {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        DocumentWriteParams params = DocumentWriteParams.ofAddition(ctx.queryParamMap());
        writes.requireCopies(uid);
        engine.vitals().requireRoom(Math.max(0, ctx.req().getContentLengthLong()));
        Payload payload = payloads.read(ctx, params);
        ObjectNode details =
                Writes.details().put("receivedDocuments", payload.documents()).putNull("indexedDocuments");
        TaskRequest request = new TaskRequest.WriteDocuments(
                method,
                String.valueOf(payload.file().getFileName()),
                payload.documents(),
                params.primaryKey(),
                params.skipCreation(),
                payload.seal());
        writes.accept(
                ctx,
                new NewTask(
                        uid,
                        TaskType.DOCUMENT_ADDITION_OR_UPDATE,
                        details.toString(),
                        params.customMetadata(),
                        request));
    }

    private void list(Context ctx, DocumentsRequest request) {
        IndexUid.check(ctx.pathParam("uid"));
        Snapshot snapshot = engine.cluster().current();
        var index = Answers.index(snapshot, ctx.pathParam("uid"));
        ctx.future(() ->
                engine.reads().documents(snapshot, index, request).thenAccept(reply -> Answers.reply(ctx, reply)));
    }

    private void one(Context ctx) {
        DocumentsRequest request = DocumentsRequest.ofOne(ctx.queryParamMap());
        IndexUid.check(ctx.pathParam("uid"));
        Snapshot snapshot = engine.cluster().current();
        var index = Answers.index(snapshot, ctx.pathParam("uid"));
        String id = ctx.pathParam("id");
        ctx.future(() ->
                engine.reads().document(snapshot, index, id, request).thenAccept(reply -> Answers.reply(ctx, reply)));
    }

    private void deleteIds(Context ctx, IdBatch ids) {
        DocumentWriteParams params = DocumentWriteParams.ofDeletion(ctx.queryParamMap());
        Payload many = ids.many();
        TaskRequest request = many == null
                ? new TaskRequest.DeleteDocuments(ids.few())
                : TaskRequest.Spooled.ids(String.valueOf(many.file().getFileName()), many.seal());
        delete(ctx, params, deletion(ids.count(), null), request);
    }

    private void deleteByFilter(Context ctx) throws IOException {
        JsonContentType.check(ctx.header("Content-Type"));
        DocumentWriteParams params = DocumentWriteParams.ofDeletion(ctx.queryParamMap());
        String filter =
                DeleteByFilterRequest.fromJson(Bodies.read(ctx)).filter().toString();
        delete(ctx, params, deletion(0, filter), new TaskRequest.DeleteByFilter(filter));
    }

    private void delete(Context ctx, DocumentWriteParams params, ObjectNode details, TaskRequest request) {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        writes.requireCopies(uid);
        writes.accept(
                ctx,
                new NewTask(uid, TaskType.DOCUMENT_DELETION, details.toString(), params.customMetadata(), request));
    }

    private static ObjectNode deletion(long ids, @Nullable String filter) {
        return Writes.details()
                .put("providedIds", ids)
                .putNull("deletedDocuments")
                .put("originalFilter", filter);
    }
}
