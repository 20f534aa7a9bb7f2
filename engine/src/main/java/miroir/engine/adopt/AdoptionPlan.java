package miroir.engine.adopt;

import java.util.List;
import java.util.Set;
import miroir.engine.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * What a state rebuilt from the nodes would be, and how it is written.
 *
 * @param keepsTasks whether Miroir's own state is the newest there is, so that its tasks stay and go on
 * @param notes what else the operator should know, one sentence each
 * @param tasks those of an older state that had not ended; empty when Miroir's own list is kept
 * @param changes what makes the state, on the old one when that is kept and else on an empty one
 */
public record AdoptionPlan(
        String clusterId,
        boolean keepsTasks,
        List<NodeLine> nodes,
        List<IndexLine> indexes,
        List<String> notes,
        List<TaskLine> tasks,
        List<Change> changes) {

    /** What becomes of a task that had not ended. */
    public enum Fate {
        /** It is done when Miroir runs. */
        GOES_ON("go on: no node was given anything later of that index"),
        /** Its nodes have done it, and others after it. */
        DONE("were done by its nodes already, others of that index after them; they are not sent again"),
        /** It may undo what came after it. */
        UNCLEAR("ARE NOT SENT AGAIN: nodes may have done them, and sent again they could undo what came after"),
        /** What it is to write is not there. */
        PAYLOAD_MISSING("ARE LOST: the files with their documents are not there");

        final String meaning;

        Fate(String meaning) {
            this.meaning = meaning;
        }

        /** As a part of a sentence about several tasks. */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * A task of an older state that had not ended.
     *
     * @param kind what it is to do
     * @param documents that it carries or names, as far as that is known
     * @param payload name of the file it needs; null: none
     */
    public record TaskLine(
            long uid,
            String index,
            String kind,
            long documents,
            @Nullable String payload,
            Fate fate) {}

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
