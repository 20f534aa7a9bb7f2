package miroir.engine.adopt;

import java.util.List;
import java.util.Set;
import miroir.engine.store.Change;

/**
 * What a state rebuilt from the nodes would be, and how it is written.
 *
 * @param keepsTasks whether Miroir's own state is the newest there is, so that its tasks stay and go on
 * @param notes what else the operator should know, one sentence each
 * @param changes what makes the state, on the old one when that is kept and else on an empty one
 */
public record AdoptionPlan(
        String clusterId,
        boolean keepsTasks,
        List<NodeLine> nodes,
        List<IndexLine> indexes,
        List<String> notes,
        List<Change> changes) {

    /**
     * A node of the rebuilt cluster.
     *
     * @param trouble why it could not be asked; empty: it was found
     */
    public record NodeLine(String id, String address, String group, int volumes, long documents, String trouble) {}

    /**
     * An index of the rebuilt catalogue.
     *
     * @param documents that will be served
     * @param believed shards of which a copy is believed that was known to be in sync
     * @param older shards of which another copy had to be believed: it may lack writes
     * @param differing shards whose copies differ in their numbers of documents; the believed one wins
     * @param lost shards of which no copy was found
     * @param others copies that are compared and brought in sync when Miroir runs
     * @param remembered whether a record of it was found; else its settings were read from its volumes
     */
    public record IndexLine(
            String uid,
            int shards,
            long documents,
            Set<Integer> believed,
            Set<Integer> older,
            Set<Integer> differing,
            Set<Integer> lost,
            int others,
            boolean remembered) {}
}
