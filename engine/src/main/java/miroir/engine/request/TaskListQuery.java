package miroir.engine.request;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;
import miroir.engine.store.TaskFilter;

/** The queries of the routes that list, cancel and delete tasks. */
public final class TaskListQuery {
    private static final List<String> DATES = List.of(
            "afterEnqueuedAt",
            "beforeEnqueuedAt",
            "afterStartedAt",
            "beforeStartedAt",
            "afterFinishedAt",
            "beforeFinishedAt");
    private static final List<String> LIST = concat(
            List.of("limit", "from", "reverse", "batchUids", "uids", "canceledBy", "types", "statuses", "indexUids"));
    private static final List<String> SELECTION =
            concat(List.of("uids", "batchUids", "canceledBy", "types", "statuses", "indexUids"));

    private TaskListQuery() {}

    /** Reads the query of {@code GET /tasks} and {@code GET /batches}. */
    public static TaskFilter list(Map<String, List<String>> query) {
        return read(query, LIST);
    }

    /** Reads the query of {@code POST /tasks/cancel}, which must restrict something; the limit means nothing. */
    public static TaskFilter toCancel(Map<String, List<String>> query) {
        return selection(query, "cancel");
    }

    /** Reads the query of {@code DELETE /tasks}, which must restrict something; the limit means nothing. */
    public static TaskFilter toDelete(Map<String, List<String>> query) {
        return selection(query, "delete");
    }

    private static TaskFilter selection(Map<String, List<String>> query, String verb) {
        TaskFilter filter = read(query, SELECTION);
        if (query.isEmpty()) {
            throw new ApiException(
                    ErrorCode.MISSING_TASK_FILTERS,
                    "Query parameters to filter the tasks to " + verb + " are missing. Available query parameters are:"
                            + " `uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`,"
                            + " `afterEnqueuedAt`, `beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`,"
                            + " `afterFinishedAt`.");
        }
        return filter;
    }

    private static TaskFilter read(Map<String, List<String>> query, List<String> accepted) {
        TaskQueryReader reader = new TaskQueryReader();
        QueryParam.each(query, accepted, reader::read);
        return reader.build();
    }

    private static List<String> concat(List<String> names) {
        return Stream.concat(names.stream(), DATES.stream()).toList();
    }
}
