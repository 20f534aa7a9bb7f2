package miroir.core.search;

import java.util.Set;
import java.util.function.Function;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;
import org.jspecify.annotations.Nullable;

/**
 * What a scatter plan depends on.
 *
 * @param nodes whether a node may be asked; called once per node
 * @param sequence counts searches; groups and, with ROTATE, ranks take turns by it
 * @param failed nodes that were tried in vain for this search
 * @param shards what to ask for; null: all
 */
public record PlanRequest(
        RoutingIndex index,
        Function<NodeId, ReadPreference> nodes,
        ReadCopies readCopies,
        long sequence,
        Set<NodeId> failed,
        @Nullable Set<Integer> shards) {}
