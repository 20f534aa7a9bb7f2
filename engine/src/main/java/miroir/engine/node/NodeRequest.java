package miroir.engine.node;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to one node.
 *
 * @param path absolute path with query, already encoded
 * @param contentType media type of the body; null when there is none
 * @param body the whole body; null when there is none
 * @param timeout for the whole exchange, from when it is given a connection
 * @param patience how long it may wait to be given one
 * @param purpose says whose connections it uses
 * @param sortTuples whether each document of the answer is to carry {@code _federation} with what it is sorted by
 * @param vigil when to give the exchange up before its time; null: never
 */
public record NodeRequest(
        NodeId node,
        String method,
        String path,
        @Nullable String contentType,
        byte @Nullable [] body,
        Duration timeout,
        Duration patience,
        Purpose purpose,
        boolean sortTuples,
        @Nullable Vigil vigil) {

    /**
     * An exchange that has lasted for a while goes on only while there is a sign of life from the node.
     *
     * @param after when to look for the first time, from when the exchange has its connection
     * @param lives whether to wait on; asked about twice a second, on any thread
     */
    public record Vigil(Duration after, BooleanSupplier lives) {
        /** How long after each look the next one follows. */
        public static final Duration EVERY = Duration.ofMillis(500);
    }

    /** A write that may wait as long as it may take. */
    public NodeRequest(
            NodeId node,
            String method,
            String path,
            @Nullable String contentType,
            byte @Nullable [] body,
            Duration timeout) {
        this(node, method, path, contentType, body, timeout, timeout, Purpose.WRITE, false, null);
    }

    /** The same with sort tuples. */
    public NodeRequest withSortTuples() {
        return new NodeRequest(node, method, path, contentType, body, timeout, patience, purpose, true, vigil);
    }

    /** The same for another purpose. */
    public NodeRequest as(Purpose other) {
        return new NodeRequest(node, method, path, contentType, body, timeout, patience, other, sortTuples, vigil);
    }

    /** The same, which waits for a connection just so long. */
    public NodeRequest waiting(Duration atMost) {
        return new NodeRequest(node, method, path, contentType, body, timeout, atMost, purpose, sortTuples, vigil);
    }

    /** The same, which may take as long as that. */
    public NodeRequest within(Duration atMost) {
        return new NodeRequest(node, method, path, contentType, body, atMost, atMost, purpose, sortTuples, vigil);
    }

    /** The same, given up early when the node gives no sign of life. */
    public NodeRequest under(Vigil signs) {
        return new NodeRequest(node, method, path, contentType, body, timeout, patience, purpose, sortTuples, signs);
    }

    /** A GET that reads. */
    public static NodeRequest get(NodeId node, String path, Duration timeout) {
        return new NodeRequest(node, "GET", path, null, null, timeout).as(Purpose.READ);
    }

    /** A request with a JSON body that reads. */
    public static NodeRequest json(NodeId node, String method, String path, byte[] body, Duration timeout) {
        return new NodeRequest(node, method, path, "application/json", body, timeout).as(Purpose.READ);
    }
}
