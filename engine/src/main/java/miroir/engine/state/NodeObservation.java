package miroir.engine.state;

import java.time.Instant;
import java.util.Map;
import miroir.core.topology.Health;
import org.jspecify.annotations.Nullable;

/**
 * What was last seen of a node; lost at a restart and observed anew.
 *
 * @param streak how many probes in a row agreed with each other
 * @param reason what the last failed probe said; empty when all is well
 * @param proven whether the node proved its identity since it last came back
 * @param bytes database size; -1 until known
 * @param volumes documents per shard, by volume name
 */
public record NodeObservation(
        Health health,
        Instant since,
        @Nullable Instant lastSeen,
        int streak,
        String reason,
        boolean proven,
        @Nullable String version,
        long bytes,
        Map<String, Map<Integer, Long>> volumes) {

    private static final String FOREIGN = "belongs to another Miroir cluster";

    /** What is said of a node of another cluster. */
    public static String foreign() {
        return FOREIGN;
    }

    /** Whether a node of another cluster answered at its address. */
    public boolean isForeign() {
        return reason.equals(FOREIGN);
    }

    /** A node nothing is known of yet. */
    public static NodeObservation unknown(Instant now) {
        return new NodeObservation(Health.UNKNOWN, now, null, 0, "not probed yet", false, null, -1, Map.of());
    }

    /** The same with another reason. */
    public NodeObservation because(String other) {
        return new NodeObservation(health, since, lastSeen, streak, other, proven, version, bytes, volumes);
    }

    /** The same with new statistics. */
    public NodeObservation withStatistics(
            @Nullable String newVersion, long newBytes, Map<String, Map<Integer, Long>> v) {
        return new NodeObservation(health, since, lastSeen, streak, reason, proven, newVersion, newBytes, v);
    }
}
