package miroir.core.topology;

/** What the probes observe of a node. */
public enum Health {
    /** Not probed yet. */
    UNKNOWN,
    /** Answers and proves its identity. */
    UP,
    /** Missed probes, not yet given up. */
    SUSPECT,
    /** Does not answer. */
    DOWN,
    /** Answers but takes no writes. */
    READONLY,
    /** Answers again, its identity or data is not proven yet. */
    RETURNING
}
