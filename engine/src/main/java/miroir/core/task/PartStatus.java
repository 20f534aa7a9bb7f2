package miroir.core.task;

import miroir.core.wire.Wire;

/** How one node's share of a task stands. */
public enum PartStatus implements Wire {
    /** The node has not taken all of it yet. */
    PENDING("pending"),
    /** The node took it. */
    ENQUEUED("enqueued"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    /** Given up: other copies have it, and its own are no longer in sync. */
    SKIPPED("skipped");

    private final String wire;

    PartStatus(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }
}
