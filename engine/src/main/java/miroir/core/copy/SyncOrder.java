package miroir.core.copy;

import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One copy that is to be brought in sync.
 *
 * @param replaces the node whose copy goes once this one serves; null: none goes
 * @param target the node that gets the copy, or has it already but stale
 * @param urgency lower goes first
 */
public record SyncOrder(
        IndexId index, int shard, @Nullable NodeId replaces, NodeId target, GroupId group, int rank, int urgency) {}
