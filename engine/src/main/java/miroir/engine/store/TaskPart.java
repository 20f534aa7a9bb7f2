package miroir.engine.store;

import miroir.core.task.PartStatus;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One node's share of a task.
 *
 * @param nodeTaskUid the uid the node gave; -1 while it is not known
 * @param attempt counts the sendings, from 1
 * @param error what the node said, as JSON; null when nothing
 */
public record TaskPart(
        long taskUid,
        NodeId node,
        int rank,
        long nodeTaskUid,
        int attempt,
        PartStatus status,
        @Nullable String error) {}
