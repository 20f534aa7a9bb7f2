package miroir.engine.node;

import java.util.concurrent.CompletableFuture;

/** The port to the nodes. The future never fails: every outcome is a {@link NodeReply}. Never blocks the caller. */
public interface NodeClient {
    /** Sends one request; completes on any thread. */
    CompletableFuture<NodeReply> send(NodeRequest request);
}
