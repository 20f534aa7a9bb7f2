package miroir.engine.api;

/** The state of the whole cluster in one word. */
public enum ClusterStatus {
    /** Every copy serves. */
    HEALTHY,
    /** Every document is searchable, some copies do not serve. */
    DEGRADED,
    /** Some documents are not searchable. */
    PARTIAL,
    /** No index is searchable, not even in part, or no node is known. */
    UNAVAILABLE
}
