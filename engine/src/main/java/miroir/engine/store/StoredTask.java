package miroir.engine.store;

import java.time.Instant;
import java.util.List;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.core.topology.IndexId;
import org.jspecify.annotations.Nullable;

/**
 * A task in Meilisearch's sense, with what Miroir needs to carry it out.
 *
 * @param uid Miroir's own dense number
 * @param indexId the catalogue entry it works on; null until it is known or for tasks without an index
 * @param details Meilisearch's details as JSON; null when there are none
 * @param error Meilisearch's error object as JSON; null when there is none
 * @param request what has to be done, as JSON of the engine's own; the payload itself lies in the file it names
 * @param parts the node tasks it consists of; filled by reads, ignored by {@link Change.PutTask}
 */
public record StoredTask(
        long uid,
        @Nullable String indexUid,
        @Nullable IndexId indexId,
        TaskType type,
        TaskStatus status,
        @Nullable Long canceledBy,
        @Nullable String details,
        @Nullable String error,
        Instant enqueuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String customMetadata,
        String request,
        List<TaskPart> parts) {

    /** The same task with these parts. */
    public StoredTask withParts(List<TaskPart> others) {
        return new StoredTask(
                uid,
                indexUid,
                indexId,
                type,
                status,
                canceledBy,
                details,
                error,
                enqueuedAt,
                startedAt,
                finishedAt,
                customMetadata,
                request,
                others);
    }
}
