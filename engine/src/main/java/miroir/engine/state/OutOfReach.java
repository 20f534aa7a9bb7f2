package miroir.engine.state;

import java.util.List;
import java.util.Optional;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;

/** A cluster whose copies in sync are all on nodes that do not answer: nothing is lost, and nothing can be searched. */
public final class OutOfReach {
    private OutOfReach() {}

    /** Why no shard of any index can be read now, and what leads out of it; empty: some can, or there is no index. */
    public static Optional<String> reason(Snapshot snapshot) {
        List<Copy> inSync = snapshot.cluster().indexes().values().stream()
                .filter(entry -> entry.phase() == IndexEntry.Phase.READY)
                .flatMap(entry -> entry.routes().copies().stream())
                .filter(copy -> copy.state() == CopyState.IN_SYNC)
                .toList();
        if (inSync.isEmpty() || inSync.stream().anyMatch(copy -> mayBeRead(snapshot.node(copy.node())))) {
            return Optional.empty();
        }
        List<String> nodes = inSync.stream()
                .map(Copy::node)
                .distinct()
                .map(NodeId::value)
                .sorted()
                .toList();
        return Optional.of("No index can be searched: every copy in sync is on a node that does not answer ("
                + String.join(", ", nodes) + "). They serve again when their nodes are back; else `accept-copy INDEX"
                + " --all --force` gives up those copies for the recommended ones among the others.");
    }

    /** One that was not probed yet is not out of reach. */
    private static boolean mayBeRead(NodeState node) {
        return node.takesReads() || node.observed() == Health.UNKNOWN;
    }
}
