package miroir.engine.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The port to durable state. Writes are atomic lists of changes, applied in the order they were given; a write's future
 * completes only when a kill of the process or of the machine can no longer undo it. Reads see every completed write.
 */
public interface Store extends AutoCloseable {

    /** Everything but tasks, plans, operations and audit, as it was last written. */
    StoredState load();

    /** A node's key that could not be opened when it was read; as it is when it still cannot be. */
    default String opened(String node, String sealed) {
        return sealed;
    }

    /**
     * Applies the changes in one transaction. The future fails with {@link StoreException} when they could not be made
     * durable; then none of them happened. Completes on a thread of the store.
     */
    CompletableFuture<Void> write(List<Change> changes);

    /** One task, if it exists. */
    Optional<StoredTask> task(long uid);

    /** Tasks that match, newest first unless the filter says otherwise. */
    StoredTaskPage tasks(TaskFilter filter);

    /**
     * Tasks without their parts: the first of those, and of the others, in that order, as many as have so many characters
     * together.
     */
    List<StoredTask> tasks(List<Long> uids, long characters);

    /** Names all tasks that are not in a final state, oldest first: what a restarted engine continues. */
    void unfinishedTasks(Consumer<UnfinishedTask> to);

    /** Parts of ended tasks whose node tasks are not among those that the node is known to have ended. */
    List<TaskPart> recentParts();

    /** One plan, if it was made and not dropped. */
    Optional<StoredPlan> plan(String id);

    /** The plans made last, newest first. */
    List<ListedPlan> plans(int limit);

    /** One operation, if it exists. */
    Optional<StoredOperation> operation(String id);

    /** Operations, newest first. */
    List<StoredOperation> operations(int offset, int limit);

    /** All operations that are running or paused, oldest first: what a restarted engine continues. */
    List<StoredOperation> openOperations();

    /** The moves of an operation, in its order; empty when there is no such operation. */
    List<StoredMove> moves(String operationId);

    /** The key under which a write was taken, if there was one. */
    Optional<IdempotencyKey> idempotencyKey(String name);

    /** What is beyond that of tasks, audit rows, operations, plans and keys; a little of it at a time. */
    Keep.Excess excess(Keep keep);

    /** The newest audit rows, newest first. */
    List<AuditRow> audit(int offset, int limit);

    /**
     * Copies itself as of one moment, which is not before the call, into that folder, while others read and write. What is
     * written later may be in the copy, all of it or none.
     *
     * @throws StoreException when it cannot be copied
     */
    StoredCopy copyTo(Path folder);

    @Override
    void close();
}
