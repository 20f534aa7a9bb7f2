package miroir.console.model;

import java.util.Locale;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture.Severity;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.OperationPicture;

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

    /** An operation's status word. */
    public static Badge of(OperationPicture.Status status) {
        Tone tone = switch (status) {
            case RUNNING -> Tone.BUSY;
            case PAUSED -> Tone.WARN;
            case SUCCEEDED -> Tone.OK;
            case FAILED -> Tone.BAD;
            case CANCELED -> Tone.QUIET;
        };
        return new Badge(tone, capital(status.name()));
    }

    /** The word for what one move is doing. */
    public static Badge ofMove(String phase) {
        Tone tone = switch (phase) {
            case "done" -> Tone.OK;
            case "failed" -> Tone.BAD;
            case "planned", "canceled" -> Tone.QUIET;
            default -> Tone.BUSY;
        };
        return new Badge(tone, capital(phase));
    }

    private static String capital(String word) {
        return Words.capital(word.toLowerCase(Locale.ROOT));
    }
}
