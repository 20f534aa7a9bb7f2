package miroir.core.topology;

/** What the operator wants of a node. */
public enum Lifecycle {
    /** Known, holds no copies yet. */
    JOINING,
    /** Takes copies, reads and writes. */
    ACTIVE,
    /** Gives its copies away; still takes writes and reads for those it has. */
    DRAINING,
    /** Gone for good; kept for history. */
    REMOVED;

    /** Whether the operator may move a node from this state to {@code next}. */
    public boolean canBecome(Lifecycle next) {
        return switch (this) {
            case JOINING -> next == ACTIVE || next == REMOVED;
            case ACTIVE -> next == DRAINING;
            case DRAINING -> next == ACTIVE || next == REMOVED;
            case REMOVED -> false;
        };
    }
}
