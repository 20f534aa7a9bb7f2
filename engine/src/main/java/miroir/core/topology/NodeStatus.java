package miroir.core.topology;

/** What the operator is told of a node, derived from what is wanted and what is observed. */
public enum NodeStatus {
    JOINING,
    ACTIVE,
    HEALTHY,
    DEGRADED,
    DRAINING,
    FAILED,
    REMOVED
}
