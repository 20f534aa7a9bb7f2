package miroir.core.operation;

import miroir.core.wire.Wire;

/** What an operation is for. */
public enum OperationKind implements Wire {
    /** An applied plan. */
    TOPOLOGY("topology"),
    /** Stale copies are brought back in sync. */
    RESYNC("resync"),
    /** Copies of a node that stays away are built elsewhere. */
    REREPLICATE("rereplicate"),
    /** Copies are compared. */
    VERIFY("verify"),
    /** Copies are compared and mended. */
    REPAIR("repair"),
    /** Copies out of sync are believed, because no others are left. */
    ACCEPT("accept");

    private final String wire;

    OperationKind(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }

    /** Whether it does its work itself, at one go, instead of carrying out moves. */
    public boolean isOneRun() {
        return this == VERIFY || this == REPAIR || this == ACCEPT;
    }
}
