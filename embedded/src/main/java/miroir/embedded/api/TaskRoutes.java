package miroir.embedded.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.Operation;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** Listing, cancelling and deleting tasks. */
final class TaskRoutes {

    private final Context context;

    TaskRoutes(Context context) {
        this.context = context;
    }

    Reply route(Call call) {
        List<String> path = call.segments();
        if (path.size() == 2 && call.method().equals("POST") && path.equals(List.of("tasks", "cancel"))) {
            return change(call, "taskCancelation", "cancel");
        }
        if (path.size() == 1 && call.method().equals("DELETE") && path.get(0).equals("tasks")) {
            return change(call, "taskDeletion", "delete");
        }
        if (path.size() > 2) {
            return Reply.empty(404);
        }
        if (!call.method().equals("GET")) {
            return Reply.empty(405);
        }
        boolean batches = path.get(0).equals("batches");
        return path.size() == 1 ? list(call, batches) : one(path.get(1), batches);
    }

    private Reply one(String text, boolean batches) {
        String what = batches ? "Batch" : "Task";
        if (!text.matches("[0-9]{1,10}")) {
            throw new ApiException(
                    batches ? "invalid_batch_uids" : "invalid_task_uids",
                    what + " uid `" + text + "` is invalid. It should only contain numeric characters.");
        }
        long uid = Long.parseLong(text);
        List<Task> found = context.tasks()
                .tasks(task -> batches ? Objects.equals(task.progress().batchUid(), (int) uid) : task.uid() == uid);
        if (found.isEmpty()) {
            throw new ApiException(batches ? "batch_not_found" : "task_not_found", what + " `" + text + "` not found.");
        }
        return Reply.of(200, batches ? batch(found.get(0)) : found.get(0).json());
    }

    private Reply list(Call call, boolean batches) {
        Params params = Params.of(call, TaskFilter.ALL);
        int limit = params.small("limit", "invalid_task_limit", 20);
        int from = params.small("from", "invalid_task_from", -1);
        boolean reverse = params.bool("reverse", "invalid_task_reverse");
        Predicate<Task> filter = TaskFilter.of(params);
        List<Task> all = new ArrayList<>(context.tasks()
                .tasks(task -> filter.test(task) && (!batches || task.progress().batchUid() != null)));
        int total = all.size();
        if (!reverse) {
            java.util.Collections.reverse(all);
        }
        List<Task> page = all.stream()
                .filter(task -> from < 0 || (reverse ? task.uid() >= from : task.uid() <= from))
                .limit(limit + 1L)
                .toList();
        List<Task> shown = page.size() > limit ? page.subList(0, limit) : page;
        return Reply.of(
                200,
                Json.object(
                        "results",
                        shown.stream()
                                .map(batches ? TaskRoutes::batch : Task::json)
                                .toList(),
                        "total",
                        total,
                        "limit",
                        limit,
                        "from",
                        shown.isEmpty() ? null : number(shown.get(0), batches),
                        "next",
                        page.size() > limit ? number(page.get(limit), batches) : null));
    }

    private static @Nullable Integer number(Task task, boolean batches) {
        return batches ? task.progress().batchUid() : Integer.valueOf(task.uid());
    }

    private static Map<String, @Nullable Object> batch(Task task) {
        String index = task.request().indexUid();
        return Json.object(
                "uid", task.progress().batchUid(),
                "progress", null,
                "details", task.details(),
                "stats",
                        Json.object(
                                "totalNbTasks",
                                1,
                                "status",
                                Map.of(task.progress().status().word(), 1),
                                "types",
                                Map.of(task.request().type(), 1),
                                "indexUids",
                                index == null ? Map.of() : Map.of(index, 1)),
                "duration", task.duration(),
                "startedAt", Task.time(task.progress().startedAt()),
                "finishedAt", Task.time(task.progress().finishedAt()),
                "batchStrategy", "unspecified");
    }

    private Reply change(Call call, String type, String verb) {
        Params params = Params.of(call, TaskFilter.ALL);
        if (TaskFilter.CONDITIONS.stream().allMatch(name -> params.string(name) == null)) {
            throw new ApiException(
                    "missing_task_filters",
                    "Query parameters to filter the tasks to " + verb
                            + " are missing. Available query parameters are: " + Values.quoted(TaskFilter.CHANGES)
                            + ".");
        }
        List<Integer> uids = context.tasks().tasks(TaskFilter.of(params)).stream()
                .map(Task::uid)
                .toList();
        String count = verb.equals("cancel") ? "canceledTasks" : "deletedTasks";
        Map<String, @Nullable Object> details =
                Json.object("matchedTasks", uids.size(), count, null, "originalFilter", "?" + queryText(call));
        Operation operation = Operation.of(verb + "Tasks", Json.object("uids", uids));
        return context.accept(200, new NewTask(null, type, details, null, operation));
    }

    private static String queryText(Call call) {
        return call.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + String.join(",", entry.getValue()))
                .collect(Collectors.joining("&"));
    }
}
