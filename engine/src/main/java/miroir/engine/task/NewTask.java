package miroir.engine.task;

import miroir.core.task.TaskType;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * A task a client asks for.
 *
 * @param details Meilisearch's details as JSON, as they stand while the task waits
 * @param idempotency null: the client gave no key
 */
public record NewTask(
        String indexUid,
        TaskType type,
        @Nullable String details,
        @Nullable String customMetadata,
        TaskRequest request,
        @Nullable Idempotency idempotency) {

    /** A write that the client gave no key. */
    public NewTask(
            String indexUid,
            TaskType type,
            @Nullable String details,
            @Nullable String customMetadata,
            TaskRequest request) {
        this(indexUid, type, details, customMetadata, request, null);
    }

    /** The same under a client's key. */
    public NewTask under(Idempotency next) {
        return new NewTask(indexUid, type, details, customMetadata, request, next);
    }

    /** The same with another form of the request. */
    NewTask asking(TaskRequest kept) {
        return new NewTask(indexUid, type, details, customMetadata, kept, idempotency);
    }

    /**
     * A client's key, under which it may send the same write again.
     *
     * @param fingerprint of the request
     */
    public record Idempotency(String key, String fingerprint) {}
}
