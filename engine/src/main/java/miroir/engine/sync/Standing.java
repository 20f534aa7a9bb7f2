package miroir.engine.sync;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;

/** How an order stands with the copies and the nodes of now. Loop thread. */
record Standing(SyncContext context, SyncOrder order) {
    boolean isIndexGone() {
        return entry().filter(e -> e.phase() != IndexEntry.Phase.DELETING).isEmpty();
    }

    /** Whether the copy is still there, out of sync: to be brought back. */
    boolean isOut() {
        return target().filter(c -> c.state() == CopyState.STALE || c.state() == CopyState.SYNCING)
                .isPresent();
    }

    /** Whether an earlier process made the copy serve and died before it wrote down that the move was over. */
    boolean isCommitted() {
        return replacesNone()
                && target().filter(c -> c.state() == CopyState.IN_SYNC).isPresent();
    }

    /** Whether the copy that was to be replaced is on its way out, or gone: the new one has been committed before. */
    boolean replacesNone() {
        NodeId replaced = order.replaces();
        return replaced != null
                && copyOn(replaced).filter(c -> c.state() != CopyState.LEAVING).isEmpty();
    }

    /** Whether the index serves, and the target answers and is not about to lose a copy of the shard. */
    boolean isReady() {
        return entry().filter(e -> e.phase() == IndexEntry.Phase.READY).isPresent()
                && copyOn(order.target())
                        .filter(c -> c.state() == CopyState.LEAVING)
                        .isEmpty()
                && isUp(order.target());
    }

    /** The node to copy from: the one that is replaced when it can, else any that is free. */
    Optional<NodeId> source(Predicate<NodeId> free) {
        return inSync().filter(c -> !c.node().equals(order.target()) && free.test(c.node()))
                .filter(c -> isUp(c.node()))
                .min(Comparator.comparing((Copy c) -> preference(c) != ReadPreference.PREFERRED)
                        .thenComparing(c -> !c.node().equals(order.replaces()))
                        .thenComparing(c -> !c.group().equals(order.group()))
                        .thenComparing(c -> -c.rank()))
                .map(Copy::node);
    }

    /** Whether nothing is left to build the copy from. */
    boolean isLost() {
        return inSync().findAny().isEmpty();
    }

    private Optional<Copy> target() {
        return copyOn(order.target()).filter(c -> c.rank() == order.rank());
    }

    private Optional<Copy> copyOn(NodeId node) {
        return entry().flatMap(e -> CopyChanges.copy(e, order.shard(), node));
    }

    private Stream<Copy> inSync() {
        return entry().stream()
                .flatMap(e -> e.routes().of(order.shard()).stream())
                .filter(c -> c.state() == CopyState.IN_SYNC);
    }

    private Optional<IndexEntry> entry() {
        return context.copies().entry(order.index());
    }

    private boolean isUp(NodeId node) {
        return context.cluster().current().node(node).observed() == Health.UP;
    }

    private ReadPreference preference(Copy copy) {
        return context.cluster().current().node(copy.node()).preference();
    }
}
