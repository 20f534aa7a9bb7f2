package miroir.engine.store;

import miroir.core.operation.MovePhase;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One copy that an operation builds.
 *
 * @param number its place in the operation, from 0
 * @param indexUid the index's name when the operation began
 * @param source the node whose copy it replaces; null: an additional copy
 * @param target the node that gets the copy
 * @param bytes estimated
 * @param holdMs how long writes were held at the commit; 0 before
 * @param attempts counts the tries, from 0 while there was none
 * @param error what went wrong last; null: nothing
 */
public record StoredMove(
        String operationId,
        int number,
        IndexId indexId,
        String indexUid,
        int shard,
        @Nullable NodeId source,
        NodeId target,
        int rank,
        MovePhase phase,
        long documents,
        long bytes,
        long documentsDone,
        long holdMs,
        int attempts,
        @Nullable String error) {}
