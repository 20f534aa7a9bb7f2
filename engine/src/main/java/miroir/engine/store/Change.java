package miroir.engine.store;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.Copy;
import miroir.core.topology.IndexId;

/** One change of durable state. */
public sealed interface Change {

    /** Sets a named value: cluster id, topology version, replication factor. */
    record PutMeta(String key, String value) implements Change {}

    /** Adds or replaces a node. */
    record PutNode(StoredNode node) implements Change {}

    /** Adds or replaces an index of the catalogue. */
    record PutIndex(StoredIndex index) implements Change {}

    /** Removes an index and its copies. */
    record DropIndex(IndexId id) implements Change {}

    /** Adds or replaces copies of an index, keyed by shard and node. */
    record PutCopies(IndexId index, long epoch, List<Copy> copies) implements Change {}

    /** Removes copies of an index, keyed by shard and node. */
    record DropCopies(IndexId index, long epoch, List<Copy> copies) implements Change {}

    /** Adds or replaces what volumes of an index are called, keyed by node and rank. */
    record PutVolumes(IndexId index, List<StoredVolume> volumes) implements Change {}

    /** Forgets what volumes of an index are called, keyed by node and rank. */
    record DropVolumes(IndexId index, List<StoredVolume> volumes) implements Change {}

    /** Adds or replaces a task, without its parts. */
    record PutTask(StoredTask task) implements Change {}

    /** Adds or replaces one part of a task, keyed by task, node and rank. */
    record PutPart(TaskPart part) implements Change {}

    /** Removes tasks and their parts. */
    record DropTasks(List<Long> uids) implements Change {}

    /** Gives no task a number below that one any more. */
    record SkipTasks(long next) implements Change {}

    /** Adds a plan. */
    record PutPlan(StoredPlan plan) implements Change {}

    /** Removes plans made before a moment, except those an operation refers to. */
    record DropPlans(Instant before) implements Change {}

    /** Adds or replaces an operation, without its moves. */
    record PutOperation(StoredOperation operation) implements Change {}

    /** Adds or replaces moves, keyed by operation and number. Their operations must be there. */
    record PutMoves(List<StoredMove> moves) implements Change {}

    /** Remembers under which key a write was taken. */
    record PutIdempotencyKey(IdempotencyKey key) implements Change {}

    /** Forgets keys. */
    record DropIdempotencyKeys(List<String> names) implements Change {}

    /** Removes operations with their moves. */
    record DropOperations(List<String> ids) implements Change {}

    /** Removes the oldest audit rows up to that number. */
    record DropAudit(long last) implements Change {}

    /** Appends to the audit trail. */
    record Audit(AuditRow row) implements Change {}
}
