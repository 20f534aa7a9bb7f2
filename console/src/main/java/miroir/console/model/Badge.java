package miroir.console.model;

import java.util.Locale;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationStatus;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.topology.Health;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture.Severity;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.NodePicture;

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

    /** A node's status word; nothing is claimed of one that was not asked yet. */
    public static Badge of(NodePicture node) {
        return node.health() == Health.UNKNOWN && node.status() == NodeStatus.ACTIVE
                ? new Badge(Tone.QUIET, "Not asked yet")
                : of(node.status());
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
    public static Badge of(TaskStatus status) {
        Tone tone = switch (status) {
            case SUCCEEDED -> Tone.OK;
            case PROCESSING -> Tone.BUSY;
            case FAILED -> Tone.BAD;
            case ENQUEUED, CANCELED -> Tone.QUIET;
        };
        return new Badge(tone, Words.capital(status.wire()));
    }

    /** The status word of one node's share of a task. */
    public static Badge of(PartStatus status) {
        Tone tone = switch (status) {
            case SUCCEEDED -> Tone.OK;
            case FAILED -> Tone.BAD;
            case PENDING, ENQUEUED, SKIPPED -> Tone.QUIET;
        };
        return new Badge(tone, Words.capital(status.wire()));
    }

    /** An operation's status word. */
    public static Badge of(OperationStatus status) {
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
    public static Badge of(MovePhase phase) {
        Tone tone = switch (phase) {
            case DONE -> Tone.OK;
            case FAILED -> Tone.BAD;
            case PLANNED, CANCELED -> Tone.QUIET;
            case PREPARED, COPYING, DELTA, HOLD, VERIFY, COMMITTED, CLEANING -> Tone.BUSY;
        };
        return new Badge(tone, Words.capital(phase.wire()));
    }

    private static String capital(String word) {
        return Words.capital(word.toLowerCase(Locale.ROOT));
    }
}
