package miroir.engine.node;

/** What came of a request to a node. Failures are values, so that no caller forgets them. */
public sealed interface NodeReply {

    /** Whether all that went wrong is that time ran out: a slow node is not a lost one. */
    default boolean late() {
        return false;
    }

    /** The node answered, with whatever status. */
    record Answered(int status, byte[] body) implements NodeReply {
        /** Whether the status is 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }
    }

    /** All connections for the purpose are in use: certainly not sent, and nothing is said of the node. */
    record Busy(String reason) implements NodeReply {}

    /** The request certainly did not reach the node: refused, unknown host, not connected in time. */
    record NotSent(String reason, boolean late) implements NodeReply {
        /** Not for lack of time. */
        public NotSent(String reason) {
            this(reason, false);
        }
    }

    /** The request may have reached the node, no answer came: it may still be executed later. */
    record Unknown(String reason, boolean late) implements NodeReply {
        /** Not for lack of time. */
        public Unknown(String reason) {
            this(reason, false);
        }
    }
}
