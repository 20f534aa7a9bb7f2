package miroir.core.operation;

import miroir.core.wire.Wire;

/** How an operation stands. */
public enum OperationStatus implements Wire {
    RUNNING("running"),
    PAUSED("paused"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    CANCELED("canceled");

    private final String wire;

    OperationStatus(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return this == RUNNING || this == PAUSED;
    }
}
