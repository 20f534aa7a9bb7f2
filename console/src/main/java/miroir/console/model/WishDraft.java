package miroir.console.model;

import java.util.List;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewGroup;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.core.plan.TopologyWish.Replacement;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** A wish for one change, put together. */
final class WishDraft {
    List<NewNode> addNodes = List.of();
    List<NodeId> drainNodes = List.of();
    List<NodeId> removeNodes = List.of();
    List<Replacement> replaceNodes = List.of();
    List<NewGroup> addGroups = List.of();
    List<GroupId> removeGroups = List.of();

    @Nullable
    Integer replicationFactor;

    List<NodeId> failNodes = List.of();
    List<GroupId> failGroups = List.of();

    TopologyWish wish() {
        return new TopologyWish(
                addNodes,
                drainNodes,
                removeNodes,
                replaceNodes,
                addGroups,
                removeGroups,
                replicationFactor,
                failNodes,
                failGroups);
    }
}
