package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import miroir.console.model.Csv;
import miroir.console.model.TasksQuery;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.EngineView;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;
import org.jspecify.annotations.Nullable;

/** The tables as CSV files, whole and with raw values. */
final class Exports {
    private static final int MOST_TASKS = 100_000;
    private static final int STEP = 1000;
    private static final int MOST_ACTS = 100_000;

    private final EngineView view;
    private final @Nullable Operator operator;
    private final Frame frame;

    Exports(ConsoleOptions options, @Nullable Operator operator, Frame frame) {
        this.view = options.view();
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/export/nodes.csv", gate.guard(ctx -> csv(ctx, "nodes", Csv.nodes(view.cluster()))));
        routes.get("/console/export/shards.csv", gate.guard(this::shards));
        routes.get("/console/export/tasks.csv", gate.guard(this::tasks));
        routes.get("/console/export/audit.csv", gate.guard(ctx -> csv(ctx, "audit", Csv.audit(view.audit(MOST_ACTS)))));
        routes.get("/console/export/plans/{id}/moves.csv", gate.guard(this::moves));
    }

    private void shards(Context ctx) {
        ClusterPicture cluster = view.cluster();
        String uid = Params.text(ctx, "index");
        csv(
                ctx,
                "shards",
                cluster.indexes().stream()
                        .filter(i -> uid.isEmpty() || i.uid().equals(uid))
                        .map(Csv::shards)
                        .reduce(Csv.SHARDS_HEAD, String::concat));
    }

    private void tasks(Context ctx) {
        TasksQuery query = TaskPages.query(ctx);
        List<TaskPicture> tasks = new ArrayList<>();
        Long next = null;
        do {
            TaskPage page = view.tasks(query.engine(STEP, next));
            tasks.addAll(page.tasks());
            next = page.next();
        } while (next != null && tasks.size() < MOST_TASKS);
        csv(ctx, "tasks", Csv.tasks(tasks));
    }

    private void moves(Context ctx) {
        Optional<PlanPicture> plan = operator == null
                ? Optional.empty()
                : operator.plan(ctx.pathParam("id")).join();
        if (plan.isEmpty()) {
            frame.notFound(ctx);
        } else {
            csv(ctx, "moves", Csv.moves(plan.get().plan()));
        }
    }

    private static void csv(Context ctx, String name, String text) {
        ctx.header("Content-Disposition", "attachment; filename=\"miroir-" + name + ".csv\"");
        ctx.contentType("text/csv; charset=utf-8").result(text);
    }
}
