package miroir.engine.api;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.CopyState;

/**
 * One shard of an index.
 *
 * @param documents as of the last statistics; -1 until known
 * @param copies by group and rank
 */
public record ShardPicture(int shard, long documents, List<CopyPicture> copies) {

    /**
     * One copy.
     *
     * @param serving in sync and its node answers
     * @param asked whether searches go to this copy now
     */
    public record CopyPicture(
            String node,
            int group,
            int rank,
            CopyState state,
            boolean serving,
            boolean asked,
            Instant since,
            String reason) {}
}
