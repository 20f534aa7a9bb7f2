package miroir.engine.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import miroir.core.placement.CopyState;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a shard.
 *
 * @param documents its last copy in sync had, by the last statistics; null: not known
 * @param inSync nodes whose copies are in sync and may be readable: nothing has to be accepted
 * @param unreadable nodes whose copies are in sync, but cannot be read
 * @param mayReturn nodes that had the last copy when they lost their data: should those come back, it serves again by itself
 * @param candidates copies out of sync, the best one first
 */
public record ShardRemains(
        int shard,
        @Nullable Long documents,
        List<String> inSync,
        List<String> unreadable,
        List<String> mayReturn,
        List<Candidate> candidates) {

    /**
     * A copy that could be accepted.
     *
     * @param since when it went out of sync
     * @param reason why
     * @param documents it has now, counted on its node; null: they cannot be counted
     * @param writesSince writes to the index that succeeded since then: it has missed those among them that were for its shard
     * @param trouble why it cannot be accepted now; empty: it can
     */
    public record Candidate(
            String node,
            int group,
            int rank,
            CopyState state,
            Instant since,
            String reason,
            @Nullable Long documents,
            long writesSince,
            String trouble) {}

    /** Whether a copy may be accepted, without giving up one that is in sync. */
    public boolean isLost() {
        return inSync.isEmpty() && unreadable.isEmpty();
    }

    /** The copy to be accepted when nobody chooses: nothing else that is left can have more; null: there is none such. */
    public @Nullable Candidate best() {
        return candidates.stream()
                .filter(c -> c.trouble().isEmpty() && c.documents() != null)
                .filter(c -> givenUp(c).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Why no copy is recommended; empty: one is. */
    public String withheld() {
        if (best() != null) {
            return "";
        }
        Candidate first = candidates.isEmpty() ? null : candidates.get(0);
        if (first == null || !first.trouble().isEmpty()) {
            return first == null
                    ? "there is no copy out of sync"
                    : "no copy can be accepted now: " + first.node() + ": " + first.trouble();
        }
        List<String> given = givenUp(first);
        return given.isEmpty() ? "the documents of the copy on " + first.node() + " cannot be counted" : and(given);
    }

    /** What is left elsewhere and may be more than what that copy has, were it accepted; empty: nothing. */
    public List<String> givenUp(Candidate chosen) {
        return givenUp(chosen.node(), chosen.documents());
    }

    /**
     * The same for the copy on that node.
     *
     * @param has its documents; null: they cannot be counted
     */
    public List<String> givenUp(String node, @Nullable Long has) {
        long own = has == null ? 0 : has;
        boolean empty = own == 0;
        List<String> given = new ArrayList<>();
        for (Candidate other : candidates) {
            Long more = other.documents();
            String why = other.trouble().isEmpty() ? "" : ": " + other.trouble();
            if (other.node().equals(node)) {
                continue;
            }
            if (more == null) {
                given.add("the copy on " + other.node() + " may have documents and is not counted" + why);
            } else if (empty ? more > 0 : more > own && !why.isEmpty()) {
                given.add("the copy on " + other.node() + " has " + more + (more == 1 ? " document" : " documents")
                        + (why.isEmpty() ? "" : " and cannot be accepted now" + why));
            }
        }
        if (empty) {
            mayReturn.forEach(lost -> given.add("the last copy was on " + lost + ", whose data may come back"));
            unreadable.forEach(away -> given.add("the copy on " + away + " is in sync and may be readable again"));
        }
        return List.copyOf(given);
    }

    /** Several clauses as one. */
    public static String and(List<String> clauses) {
        return String.join("; ", clauses);
    }
}
