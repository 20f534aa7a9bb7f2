package miroir.engine.dialect;

import miroir.core.topology.NodeId;

/** A node did not do what it was asked for. */
public final class NodeTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unknown;
    private final String code;

    /**
     * Trouble with a node.
     *
     * @param unknown whether the request may still be executed
     */
    public NodeTrouble(NodeId node, String reason, boolean unknown) {
        super("node " + node + ": " + reason);
        this.unknown = unknown;
        this.code = "";
    }

    /** The node refused, or its task failed. */
    public NodeTrouble(NodeId node, NodeError error) {
        super("node " + node + ": " + error.message());
        this.unknown = false;
        this.code = error.code();
    }

    /** The value the node said; anything else is trouble. */
    public static <T> T unless(NodeId node, Answer<T> answer) {
        if (answer instanceof Answer.Said<T> said) {
            return said.value();
        }
        if (answer instanceof Answer.Refused<T> refused) {
            throw new NodeTrouble(node, refused.error());
        }
        Answer.Silent<T> silent = (Answer.Silent<T>) answer;
        throw new NodeTrouble(node, silent.reason(), silent.maybeDone());
    }

    /** The error code with which the node refused; empty when it did not say. */
    public String code() {
        return code;
    }

    /** Whether the request may still be executed. */
    public boolean unknown() {
        return unknown;
    }
}
