package miroir.console.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import miroir.engine.api.TaskQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks the page is asked for; empty texts do not restrict.
 *
 * @param from uid to start at, going down; null: the newest
 */
public record TasksQuery(
        String status, String type, String index, @Nullable Long from) {
    /** Rows of a page. */
    public static final int PAGE = 50;

    /** The statuses a task can have. */
    public static final List<String> STATUSES = List.of("enqueued", "processing", "succeeded", "failed", "canceled");

    /** The types a task can have. */
    public static final List<String> TYPES = List.of(
            "documentAdditionOrUpdate",
            "documentDeletion",
            "documentEdition",
            "settingsUpdate",
            "indexCreation",
            "indexUpdate",
            "indexDeletion",
            "indexSwap",
            "taskCancelation",
            "taskDeletion",
            "dumpCreation",
            "snapshotCreation",
            "indexCompaction");

    /** The engine's form of it. */
    public TaskQuery engine(int limit, @Nullable Long start) {
        return new TaskQuery(limit, start, list(status), list(type), list(index));
    }

    private static List<String> list(String value) {
        return Stream.of(value).filter(v -> !v.isEmpty()).toList();
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
        parameters.put("status", status);
        parameters.put("type", type);
        parameters.put("index", index);
        parameters.put("from", from == null ? "" : Long.toString(from));
        return parameters;
    }

    TasksQuery startingAt(@Nullable Long uid) {
        return new TasksQuery(status, type, index, uid);
    }

    /** Whether anything is filtered out. */
    public boolean filtered() {
        return !(status.isEmpty() && type.isEmpty() && index.isEmpty());
    }
}
