package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import miroir.engine.Engine;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.TaskListQuery;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredTaskPage;
import miroir.engine.store.TaskFilter;

/** {@code /tasks}, answered from Miroir's own store: nodes' task uids never show. */
final class TaskRoutes {
    private static final long MAX_UID = 0xFFFF_FFFFL;

    private final Engine engine;

    TaskRoutes(Engine engine) {
        this.engine = engine;
    }

    void install(RoutesConfig routes) {
        routes.get("/tasks", this::list);
        routes.get("/tasks/{uid}", this::one);
    }

    private void list(Context ctx) {
        TaskFilter filter = TaskListQuery.list(ctx.queryParamMap());
        Answers.once(ctx, engine.tasks().kept().page(filter), page -> answer(ctx, filter, page));
    }

    private static void answer(Context ctx, TaskFilter filter, StoredTaskPage page) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("results");
        page.tasks().forEach(task -> results.add(TaskJson.full(task)));
        StoredTask first = page.tasks().isEmpty() ? null : page.tasks().get(0);
        answer.put("total", page.total())
                .put("limit", filter.limit())
                .put("from", first == null ? null : Long.valueOf(first.uid()))
                .put("next", page.next());
        Answers.json(ctx, 200, answer);
    }

    private void one(Context ctx) {
        String text = ctx.pathParam("uid");
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > MAX_UID) {
            throw new ApiException(
                    ErrorCode.INVALID_TASK_UIDS,
                    "Task uid `" + text + "` is invalid. It should only contain numeric characters.");
        }
        Answers.once(
                ctx,
                engine.tasks().kept().task(Long.parseLong(text)),
                found -> Answers.json(ctx, 200, TaskJson.full(found.orElseThrow(() -> notFound(text)))));
    }

    private static ApiException notFound(String uid) {
        return new ApiException(ErrorCode.TASK_NOT_FOUND, "Task `" + uid + "` not found.");
    }
}
