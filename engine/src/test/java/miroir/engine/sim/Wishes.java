package miroir.engine.sim;

import java.net.URI;
import java.util.List;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/** Wishes of one change each. */
final class Wishes {
    private Wishes() {}

    static TopologyWish adding(NodeId node) {
        return wish(
                List.of(new TopologyWish.NewNode(node, URI.create("http://" + node), new GroupId(0), null)),
                List.of(),
                List.of(),
                List.of());
    }

    static TopologyWish draining(NodeId node) {
        return wish(List.of(), List.of(node), List.of(), List.of());
    }

    static TopologyWish removing(NodeId node) {
        return wish(List.of(), List.of(), List.of(node), List.of());
    }

    static TopologyWish removingGroup(int group) {
        return wish(List.of(), List.of(), List.of(), List.of(new GroupId(group)));
    }

    static TopologyWish losing(NodeId node) {
        return new TopologyWish(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(node), List.of());
    }

    static TopologyWish replicationFactor(int copies) {
        return new TopologyWish(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), copies, List.of(), List.of());
    }

    private static TopologyWish wish(
            List<TopologyWish.NewNode> add, List<NodeId> drain, List<NodeId> remove, List<GroupId> without) {
        return new TopologyWish(add, drain, remove, List.of(), List.of(), without, null, List.of(), List.of());
    }
}
