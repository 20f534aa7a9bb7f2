package miroir.engine.copy;

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
        this(node, reason, unknown, "");
    }

    NodeTrouble(NodeId node, String reason, boolean unknown, String code) {
        super("node " + node + ": " + reason);
        this.unknown = unknown;
        this.code = code;
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
