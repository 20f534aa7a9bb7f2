package miroir.engine.node;

/** What came of a request to a node. Failures are values, so that no caller forgets them. */
public sealed interface NodeReply {

    /** The node answered, with whatever status. */
    record Answered(int status, byte[] body) implements NodeReply {
        /** Whether the status is 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** The request certainly did not reach the node: refused, unknown host, no connection in time. */
    record NotSent(String reason) implements NodeReply {}

    /** The request may have reached the node, no answer came: it may still be executed later. */
    record Unknown(String reason) implements NodeReply {}
}
