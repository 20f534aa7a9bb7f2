package miroir.engine.api;

import java.time.Instant;
import java.util.List;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * One task with its parts.
 *
 * @param details JSON; null when there are none
 * @param error JSON; null when there is none
 */
public record TaskPicture(
        long uid,
        @Nullable String indexUid,
        TaskType type,
        TaskStatus status,
        Instant enqueuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String details,
        @Nullable String error,
        List<Part> parts) {

    /**
     * One node's share.
     *
     * @param nodeTaskUid the node's own uid; -1 while unknown
     */
    public record Part(
            String node,
            int rank,
            long nodeTaskUid,
            int attempt,
            PartStatus status,
            @Nullable String error) {}
}
