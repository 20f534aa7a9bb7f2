package miroir.core.copy;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.placement.RoutingTable;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.core.topology.NodeState;
import miroir.core.topology.ReadPreference;

/** How an order stands with the copies of its index and the nodes as they are. */
public record Standing(SyncOrder order, RoutingTable routes, Function<NodeId, NodeState> nodes) {
    /** Whether the copy is still there, out of sync: to be brought back. */
    public boolean isOut() {
        return target().filter(c -> c.state() == CopyState.STALE || c.state() == CopyState.SYNCING)
                .isPresent();
    }

    /** Whether an earlier process made the copy serve and died before it wrote down that the move was over. */
    public boolean isCommitted() {
        return replacesNone()
                && target().filter(c -> c.state() == CopyState.IN_SYNC).isPresent();
    }

    /** Whether the target has a copy that serves by another way, such as that someone accepted it: nothing is to be built. */
    public boolean isServed() {
        return copyOn(order.target())
                .filter(c -> c.state() == CopyState.IN_SYNC)
                .isPresent();
    }

    /** Whether the copy that was to be replaced is on its way out, or gone: the new one has been committed before. */
    public boolean replacesNone() {
        NodeId replaced = order.replaces();
        return replaced != null
                && copyOn(replaced).filter(c -> c.state() != CopyState.LEAVING).isEmpty();
    }

    /** Whether the target answers and is not about to lose a copy of the shard. */
    public boolean isReady() {
        return copyOn(order.target())
                        .filter(c -> c.state() == CopyState.LEAVING)
                        .isEmpty()
                && isUp(order.target());
    }

    /** The node to copy from: the one that is replaced when it can, else any that is free. */
    public Optional<NodeId> source(Predicate<NodeId> free) {
        return inSync().filter(c -> !c.node().equals(order.target()) && free.test(c.node()))
                .filter(c -> isUp(c.node()))
                .min(Comparator.comparing((Copy c) -> preference(c) != ReadPreference.PREFERRED)
                        .thenComparing(c -> !c.node().equals(order.replaces()))
                        .thenComparing(c -> !c.group().equals(order.group()))
                        .thenComparing(c -> -c.rank()))
                .map(Copy::node);
    }

    /** Whether nothing is left to build the copy from. */
    public boolean isLost() {
        return inSync().findAny().isEmpty();
    }

    private Optional<Copy> target() {
        return copyOn(order.target()).filter(c -> c.rank() == order.rank());
    }

    private Optional<Copy> copyOn(NodeId node) {
        return routes.of(order.shard()).stream()
                .filter(c -> c.node().equals(node))
                .findFirst();
    }

    private Stream<Copy> inSync() {
        return routes.of(order.shard()).stream().filter(c -> c.state() == CopyState.IN_SYNC);
    }

    private boolean isUp(NodeId node) {
        return nodes.apply(node).observed() == Health.UP;
    }

    private ReadPreference preference(Copy copy) {
        return nodes.apply(copy.node()).preference();
    }
}
