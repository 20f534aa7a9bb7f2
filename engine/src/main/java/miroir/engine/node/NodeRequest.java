package miroir.engine.node;

import java.time.Duration;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to one node.
 *
 * @param path absolute path with query, already encoded
 * @param contentType media type of the body; null when there is none
 * @param body the whole body; null when there is none
 * @param timeout for the whole exchange
 * @param sortTuples whether each document of the answer is to carry {@code _federation} with what it is sorted by
 */
public record NodeRequest(
        NodeId node,
        String method,
        String path,
        @Nullable String contentType,
        byte @Nullable [] body,
        Duration timeout,
        boolean sortTuples) {

    /** A request for an answer as clients know it. */
    public NodeRequest(
            NodeId node,
            String method,
            String path,
            @Nullable String contentType,
            byte @Nullable [] body,
            Duration timeout) {
        this(node, method, path, contentType, body, timeout, false);
    }

    /** The same with sort tuples. */
    public NodeRequest withSortTuples() {
        return new NodeRequest(node, method, path, contentType, body, timeout, true);
    }

    /** A GET. */
    public static NodeRequest get(NodeId node, String path, Duration timeout) {
        return new NodeRequest(node, "GET", path, null, null, timeout);
    }

    /** A request with a JSON body. */
    public static NodeRequest json(NodeId node, String method, String path, byte[] body, Duration timeout) {
        return new NodeRequest(node, method, path, "application/json", body, timeout);
    }
}
