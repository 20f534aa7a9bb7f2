package miroir.core.health;

import miroir.core.topology.Health;

/**
 * How probes change a node's health: a pure fold. Going down takes several failures, so that one lost packet moves no
 * traffic for long; coming back takes a proof of identity, so that a wiped node serves nothing.
 */
public final class HealthRule {
    /** Failures in a row after which a node counts as down. */
    public static final int FAILURES_TO_DOWN = 3;

    private HealthRule() {}

    /**
     * Health and how many probes in a row agreed with it.
     *
     * @param failures failed probes in a row
     */
    public record State(Health health, int failures) {}

    /** What a probe found. */
    public enum Probe {
        /** It answered and is who it should be. */
        PROVEN,
        /** It proved who it is, but does no writes: its disk is full, or its queue stands still. */
        UNWRITABLE,
        /** It answered, its identity is not settled. */
        UNPROVEN,
        /** It did not answer, or with an error. */
        FAILED
    }

    /** The state after one more probe. */
    public static State fold(State before, Probe probe) {
        return switch (probe) {
            case PROVEN -> new State(Health.UP, 0);
            case UNWRITABLE -> new State(Health.READONLY, 0);
            case UNPROVEN -> new State(Health.RETURNING, 0);
            case FAILED -> failed(before);
        };
    }

    private static State failed(State before) {
        int failures = before.failures() + 1;
        boolean down = failures >= FAILURES_TO_DOWN
                || before.health() == Health.DOWN
                || before.health() == Health.UNKNOWN
                || before.health() == Health.RETURNING;
        return new State(down ? Health.DOWN : Health.SUSPECT, failures);
    }
}
