package miroir.core.plan;

import java.util.List;
import java.util.Map;
import miroir.core.placement.IndexShape;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/**
 * What is there when a plan is made.
 *
 * @param nodes what is observed of each node of the topology
 */
public record Present(Topology topology, List<Index> indexes, Map<NodeId, Observed> nodes, Pace pace) {

    /**
     * An index with its copies.
     *
     * @param documents by shard, as last counted; 0 while unknown
     * @param bytes by shard, estimated from the nodes' database sizes
     */
    public record Index(String uid, IndexShape shape, RoutingTable routes, long[] documents, long[] bytes) {}

    /**
     * What is observed of a node.
     *
     * @param bytes its database size; -1 while unknown
     * @param emptying whether it has copies of an index that is being deleted: no plan speaks of them
     */
    public record Observed(Health health, long bytes, boolean emptying) {}

    /**
     * How fast copies are built.
     *
     * @param documentsPerSecondLow of one move at a time, pessimistic
     * @param documentsPerSecondHigh of one move at a time, optimistic
     * @param fixedMillisPerMove what a move takes beside its documents
     * @param concurrentMoves moves at a time in the whole cluster; a node gives one and takes one at a time
     * @param basis what the figures were taken from, for people
     */
    public record Pace(
            double documentsPerSecondLow,
            double documentsPerSecondHigh,
            long fixedMillisPerMove,
            int concurrentMoves,
            String basis) {}
}
