package miroir.engine.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The cluster as of one version.
 *
 * @param asOf when this picture was made
 * @param version topology version
 * @param status one word
 * @param sentence the same in one sentence for the operator
 * @param attention what asks for an act, most urgent first
 * @param replicationFactor copies per group by default
 * @param nodes by group and id
 * @param indexes by uid
 */
public record ClusterPicture(
        Instant asOf,
        long version,
        ClusterStatus status,
        String sentence,
        List<Attention> attention,
        int replicationFactor,
        List<NodePicture> nodes,
        List<IndexPicture> indexes) {

    /** The same where nothing is served for that reason. */
    public ClusterPicture unavailable(String why) {
        List<Attention> more = new ArrayList<>(attention);
        more.add(0, new Attention(Severity.ERROR, "", why));
        return new ClusterPicture(
                asOf, version, ClusterStatus.UNAVAILABLE, why, List.copyOf(more), replicationFactor, nodes, indexes);
    }

    /**
     * One thing that asks for an act.
     *
     * @param severity warning or error
     * @param target what it is about: a node id, an index uid, or empty
     * @param message what it is, and what leads out of it
     * @param topic where the console's help says more; empty: nowhere
     */
    public record Attention(Severity severity, String target, String message, String topic) {
        /** What needs no explanation. */
        public Attention(Severity severity, String target, String message) {
            this(severity, target, message, "");
        }
    }

    /** How urgent. */
    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }
}
