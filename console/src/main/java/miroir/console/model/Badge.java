package miroir.console.model;

import java.util.Locale;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture.Severity;
import miroir.engine.api.ClusterStatus;

/** One word with a shape and a colour. */
public record Badge(Tone tone, String word) {

    /** The cluster's status word. */
    public static Badge of(ClusterStatus status) {
        Tone tone = switch (status) {
            case HEALTHY -> Tone.OK;
            case DEGRADED -> Tone.WARN;
            case PARTIAL, UNAVAILABLE -> Tone.BAD;
        };
        return new Badge(tone, capital(status.name()));
    }

    /** A node's status word. */
    public static Badge of(NodeStatus status) {
        Tone tone = switch (status) {
            case HEALTHY, ACTIVE -> Tone.OK;
            case JOINING, DRAINING -> Tone.BUSY;
            case DEGRADED -> Tone.WARN;
            case FAILED -> Tone.BAD;
            case REMOVED -> Tone.QUIET;
        };
        return new Badge(tone, capital(status.name()));
    }

    /** How urgent an attention entry is. */
    public static Badge of(Severity severity) {
        return switch (severity) {
            case ERROR -> new Badge(Tone.BAD, "Error");
            case WARNING -> new Badge(Tone.WARN, "Warning");
            case INFO -> new Badge(Tone.QUIET, "Note");
        };
    }

    /** A task's status word, in Meilisearch's vocabulary. */
    public static Badge ofTask(String status) {
        Tone tone = switch (status) {
            case "succeeded" -> Tone.OK;
            case "processing" -> Tone.BUSY;
            case "failed" -> Tone.BAD;
            default -> Tone.QUIET;
        };
        return new Badge(tone, capital(status));
    }

    private static String capital(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.isEmpty() ? lower : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }
}
