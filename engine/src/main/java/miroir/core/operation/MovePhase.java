package miroir.core.operation;

import miroir.core.wire.Wire;

/** How far one copy that is built got, in the order in which it gets there. */
public enum MovePhase implements Wire {
    /** Not begun, or to be begun again. */
    PLANNED("planned"),
    /** The volume is there, with its settings. */
    PREPARED("prepared"),
    /** What was there at the start is copied. */
    COPYING("copying"),
    /** What was written meanwhile is copied. */
    DELTA("delta"),
    /** Writes are held; the rest is copied. */
    HOLD("hold"),
    /** Writes are held; both copies are compared. */
    VERIFY("verify"),
    /** It serves. */
    COMMITTED("committed"),
    /** It serves; what it replaces is being deleted. */
    CLEANING("cleaning"),
    DONE("done"),
    FAILED("failed"),
    CANCELED("canceled");

    private final String wire;

    MovePhase(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }

    /** Whether the copy serves. */
    public boolean isCopied() {
        return this == COMMITTED || this == CLEANING || this == DONE;
    }

    /** Whether nothing is left to do for the copy itself. */
    public boolean isOver() {
        return isCopied() || this == CANCELED;
    }
}
