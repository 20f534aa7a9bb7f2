package miroir.console.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.wire.Wire;
import miroir.engine.api.TaskQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks the page is asked for.
 *
 * @param status null: any
 * @param type null: any
 * @param index empty: any
 * @param from uid to start at, going down; null: the newest
 */
public record TasksQuery(
        @Nullable TaskStatus status,
        @Nullable TaskType type,
        String index,
        @Nullable Long from) {
    /** Rows of a page. */
    public static final int PAGE = 50;

    /** The statuses that can be asked for. */
    public static final List<TaskStatus> STATUSES = List.of(TaskStatus.values());

    /** The types that can be asked for. */
    public static final List<TaskType> TYPES = List.of(
            TaskType.DOCUMENT_ADDITION_OR_UPDATE,
            TaskType.DOCUMENT_DELETION,
            TaskType.DOCUMENT_EDITION,
            TaskType.SETTINGS_UPDATE,
            TaskType.INDEX_CREATION,
            TaskType.INDEX_UPDATE,
            TaskType.INDEX_DELETION,
            TaskType.INDEX_SWAP,
            TaskType.TASK_CANCELATION,
            TaskType.TASK_DELETION,
            TaskType.DUMP_CREATION,
            TaskType.SNAPSHOT_CREATION,
            TaskType.INDEX_COMPACTION);

    /** What an address asks for; words that mean nothing do not restrict. */
    public static TasksQuery of(String status, String type, String index, @Nullable Long from) {
        return new TasksQuery(
                Wire.find(TaskStatus.class, status).orElse(null),
                Wire.find(TaskType.class, type).orElse(null),
                index,
                from);
    }

    /** The engine's form of it. */
    public TaskQuery engine(int limit, @Nullable Long start) {
        return new TaskQuery(limit, start, list(status), list(type), index.isEmpty() ? List.of() : List.of(index));
    }

    private static <T> List<T> list(@Nullable T value) {
        return value == null ? List.of() : List.of(value);
    }

    /** The address of this list. */
    public String href() {
        return Links.query(Links.ROOT + "/tasks", parameters());
    }

    /** The address of its export. */
    public String csv() {
        Map<String, String> parameters = parameters();
        parameters.remove("from");
        return Links.query(Links.ROOT + "/export/tasks.csv", parameters);
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("status", status == null ? "" : status.wire());
        parameters.put("type", type == null ? "" : type.wire());
        parameters.put("index", index);
        parameters.put("from", from == null ? "" : Long.toString(from));
        return parameters;
    }

    TasksQuery startingAt(@Nullable Long uid) {
        return new TasksQuery(status, type, index, uid);
    }

    /** Whether anything is filtered out. */
    public boolean filtered() {
        return status != null || type != null || !index.isEmpty();
    }
}
