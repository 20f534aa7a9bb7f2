package miroir.engine.task;

import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;

/** What the task engine asks of those who watch the nodes. Loop thread. */
public interface NodeWatch {
    /** Whether the node is known not to answer, or to take no writes. */
    boolean down(NodeId node);

    /** Whether the node was probed since the start. */
    boolean known(NodeId node);

    /** Whether the node proves, asked right now, that it still is who it was and has lost nothing. Never fails. */
    CompletableFuture<Boolean> proves(NodeId node);

    /** The node refused a write because of its own state; it gets none until it has written a canary. */
    void refusesWrites(NodeId node, String reason);
}
