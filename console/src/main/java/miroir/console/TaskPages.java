package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import miroir.console.model.TaskDetail;
import miroir.console.model.TasksPage;
import miroir.console.model.TasksQuery;
import miroir.engine.api.EngineView;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;

/** The list of tasks and one task. */
final class TaskPages {
    private final ConsoleOptions options;
    private final EngineView view;
    private final Frame frame;

    TaskPages(ConsoleOptions options, Frame frame) {
        this.options = options;
        this.view = options.view();
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/tasks", gate.guard(this::tasks));
        routes.get("/console/tasks/{uid}", gate.guard(this::task));
    }

    static TasksQuery query(Context ctx) {
        return TasksQuery.of(
                Params.text(ctx, "status"),
                Params.text(ctx, "type"),
                Params.text(ctx, "index"),
                Params.number(Params.text(ctx, "from")));
    }

    private void tasks(Context ctx) {
        TasksQuery query = query(ctx);
        TaskPage tasks = view.tasks(query.engine(TasksQuery.PAGE, query.from()));
        TasksPage page =
                TasksPage.of(frame.cluster(ctx), query, tasks, options.clock().instant());
        if (Frame.wants(ctx, "tasks-live")) {
            frame.refresh(ctx, frame.templates().fragTasksLive(page));
        } else {
            Frame.html(ctx, frame.templates().pageTasks(frame.shell(ctx, "tasks", "Tasks"), page));
        }
    }

    private void task(Context ctx) {
        Long uid = Params.number(ctx.pathParam("uid"));
        Optional<TaskPicture> task = uid == null ? Optional.empty() : view.task(uid);
        if (task.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        TaskDetail page = TaskDetail.of(task.get(), options.clock().instant());
        if (Frame.wants(ctx, "task-live")) {
            frame.refresh(ctx, frame.templates().fragTaskLive(page));
        } else {
            Frame.html(ctx, frame.templates().pageTask(frame.shell(ctx, "tasks", "Task " + uid), page));
        }
    }
}
