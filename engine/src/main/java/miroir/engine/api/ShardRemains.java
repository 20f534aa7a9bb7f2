package miroir.engine.api;

import java.time.Instant;
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

    /** The copy to be accepted when nobody chooses; null: there is none. */
    public @Nullable Candidate best() {
        return candidates.stream()
                .filter(c -> c.trouble().isEmpty())
                .findFirst()
                .orElse(null);
    }
}
