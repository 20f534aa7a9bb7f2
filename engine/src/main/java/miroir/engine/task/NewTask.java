package miroir.engine.task;

import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * A task a client asks for.
 *
 * @param type Meilisearch's type
 * @param details Meilisearch's details as JSON, as they stand while the task waits
 */
public record NewTask(
        String indexUid,
        String type,
        @Nullable String details,
        @Nullable String customMetadata,
        TaskRequest request) {}
