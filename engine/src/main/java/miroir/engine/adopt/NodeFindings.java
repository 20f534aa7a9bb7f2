package miroir.engine.adopt;

import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.core.topology.Node;
import miroir.engine.dialect.TaskRef;
import miroir.engine.record.RecordDocument;
import miroir.engine.state.Term;
import org.jspecify.annotations.Nullable;

/**
 * What was found on one node.
 *
 * @param trouble why it could not be asked; empty: it answered
 * @param clusters that gave it an identity
 * @param marker who it is among the nodes of its cluster; null: it has no identity of that name
 * @param other the name of another node of the cluster whose identity it has instead; null: none
 * @param volumes by name, those of any cluster
 * @param records of any cluster
 * @param newest the newest task of its list; null: it has none
 * @param lastTask the highest number of a task of Miroir's that it worked on; -1: none
 * @param calls what its list tells of Miroir's calls
 * @param terms the last start that it was told of, of each cluster
 */
public record NodeFindings(
        Node node,
        @Nullable String key,
        String trouble,
        Set<String> clusters,
        @Nullable String marker,
        @Nullable String other,
        Map<String, VolumeFindings> volumes,
        List<RecordDocument> records,
        @Nullable TaskRef newest,
        long lastTask,
        GivenCalls calls,
        Map<String, Term> terms) {

    /** A node that could not be asked. */
    static NodeFindings missing(Node node, @Nullable String key, String trouble) {
        return new NodeFindings(
                node, key, trouble, Set.of(), null, null, Map.of(), List.of(), null, -1, GivenCalls.NONE, Map.of());
    }

    /** The same of a node that is wanted otherwise. */
    NodeFindings with(Node wanted) {
        return new NodeFindings(
                wanted, key, trouble, clusters, marker, other, volumes, records, newest, lastTask, calls, terms);
    }

    /** Whether it answered. */
    public boolean found() {
        return trouble.isEmpty();
    }
}
