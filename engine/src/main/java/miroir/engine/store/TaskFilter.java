package miroir.engine.store;

import java.time.Instant;
import java.util.List;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list; null or absent parts do not restrict. Parts are combined with AND, values inside a part with OR.
 *
 * @param from uid to start at, inclusive
 * @param reverse oldest first
 */
public record TaskFilter(
        int limit,
        @Nullable Long from,
        boolean reverse,
        @Nullable List<Long> uids,
        @Nullable List<Long> canceledBy,
        @Nullable List<TaskType> types,
        @Nullable List<TaskStatus> statuses,
        @Nullable List<String> indexUids,
        @Nullable Instant beforeEnqueuedAt,
        @Nullable Instant afterEnqueuedAt,
        @Nullable Instant beforeStartedAt,
        @Nullable Instant afterStartedAt,
        @Nullable Instant beforeFinishedAt,
        @Nullable Instant afterFinishedAt) {

    /** The newest tasks. */
    public static TaskFilter newest(int limit) {
        return newest(limit, null, List.of(), List.of(), List.of());
    }

    /** The newest tasks, from that uid down if there is one; empty lists do not restrict. */
    public static TaskFilter newest(
            int limit, @Nullable Long from, List<TaskStatus> statuses, List<TaskType> types, List<String> indexUids) {
        return new TaskFilter(
                limit,
                from,
                false,
                null,
                null,
                types.isEmpty() ? null : types,
                statuses.isEmpty() ? null : statuses,
                indexUids.isEmpty() ? null : indexUids,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
