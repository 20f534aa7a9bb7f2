package miroir.core.plan;

import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;

/** What the observed state of nodes means for copies. */
final class Sight {
    private Sight() {}

    /** Whether a copy is in sync on a node that answers: it serves, and others can be built from it. */
    static boolean live(Present present, Copy copy) {
        if (copy.state() != CopyState.IN_SYNC) {
            return false;
        }
        return switch (health(present, copy.node())) {
            case UP, SUSPECT, READONLY -> true;
            case UNKNOWN, DOWN, RETURNING -> false;
        };
    }

    /** The same, of a copy that is not on a lost node. */
    static boolean live(Present present, Set<NodeId> lost, Copy copy) {
        return live(present, copy) && !lost.contains(copy.node());
    }

    /** Whether copies can be built on a node; one that was never probed is given the benefit of the doubt. */
    static boolean receives(Present present, NodeId node) {
        return switch (health(present, node)) {
            case UP, SUSPECT, UNKNOWN -> true;
            case READONLY, DOWN, RETURNING -> false;
        };
    }

    private static Health health(Present present, NodeId node) {
        Present.Observed observed = present.nodes().get(node);
        return observed == null ? Health.UNKNOWN : observed.health();
    }
}
