package miroir.core.task;

import miroir.core.wire.Wire;

/** How a task stands, Miroir's own or a node's. */
public enum TaskStatus implements Wire {
    ENQUEUED("enqueued"),
    PROCESSING("processing"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    CANCELED("canceled");

    private final String wire;

    TaskStatus(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }

    /** What a node says of its task; a word that is not known here is not taken for an end. */
    public static TaskStatus ofNode(String wire) {
        return Wire.find(TaskStatus.class, wire).orElse(PROCESSING);
    }

    /** Whether it never changes again. */
    public boolean isFinal() {
        return this != ENQUEUED && this != PROCESSING;
    }

    /** Whether it ended and left nothing behind. */
    public boolean hasFailed() {
        return this == FAILED || this == CANCELED;
    }
}
