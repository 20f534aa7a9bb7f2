package miroir.core.topology;

/** What the operator wants of a node together with what is observed of it: what it may do now follows from both. */
public record NodeState(Lifecycle wanted, Health observed) {

    /** Whether searches may be sent to its copies, and how gladly. */
    public ReadPreference preference() {
        if (!holdsCopies()) {
            return ReadPreference.NO;
        }
        return switch (observed) {
            case UP, READONLY -> ReadPreference.PREFERRED;
            case SUSPECT -> ReadPreference.LAST_RESORT;
            case UNKNOWN, DOWN, RETURNING -> ReadPreference.NO;
        };
    }

    /** Whether searches may be sent to its copies at all. */
    public boolean takesReads() {
        return preference() != ReadPreference.NO;
    }

    /** Whether client writes are sent to its copies; draining copies take them until their replacement serves. */
    public boolean takesWrites() {
        return holdsCopies() && (observed == Health.UP || observed == Health.SUSPECT);
    }

    /** The one word for the operator. That a node does not answer is said before what is wanted of it. */
    public NodeStatus status() {
        if (wanted != Lifecycle.REMOVED && observed == Health.DOWN) {
            return NodeStatus.FAILED;
        }
        return switch (wanted) {
            case JOINING -> NodeStatus.JOINING;
            case ACTIVE -> activeStatus();
            case DRAINING -> NodeStatus.DRAINING;
            case REMOVED -> NodeStatus.REMOVED;
        };
    }

    private NodeStatus activeStatus() {
        return switch (observed) {
            case UNKNOWN -> NodeStatus.ACTIVE;
            case UP -> NodeStatus.HEALTHY;
            case SUSPECT, READONLY, RETURNING -> NodeStatus.DEGRADED;
            case DOWN -> NodeStatus.FAILED;
        };
    }

    /** Why it has that status, in one sentence. */
    public String reason() {
        return "It " + clause() + ".";
    }

    /** The same as a clause that a node's name can begin. */
    public String clause() {
        return switch (wanted) {
            case JOINING -> "joins and holds no copies yet, and " + sight();
            case ACTIVE -> sight();
            case DRAINING -> "gives its copies away, and " + sight();
            case REMOVED -> "was removed from the cluster";
        };
    }

    private String sight() {
        return switch (observed) {
            case UNKNOWN -> "was not probed yet";
            case UP -> "answers";
            case SUSPECT -> "missed probes: it is searched only where no other copy serves";
            case DOWN -> "does not answer";
            case READONLY -> "answers but takes no writes";
            case RETURNING -> "answers again, but its identity and data are not proven yet";
        };
    }

    private boolean holdsCopies() {
        return wanted == Lifecycle.ACTIVE || wanted == Lifecycle.DRAINING;
    }
}
