package miroir.engine.api;

import java.util.List;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list; empty lists do not restrict.
 *
 * @param from uid to start at, inclusive, going down; null: the newest
 */
public record TaskQuery(
        int limit, @Nullable Long from, List<TaskStatus> statuses, List<TaskType> types, List<String> indexUids) {}
