package miroir.engine.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index.
 *
 * @param documents each document counted once, as of the last statistics; -1 until known
 * @param shardPictures one per shard, in order
 */
public record IndexPicture(
        String uid,
        @Nullable String primaryKey,
        int shards,
        int replicationFactor,
        String placement,
        long documents,
        Instant createdAt,
        Instant updatedAt,
        CopyCounts copies,
        List<ShardPicture> shardPictures) {

    /** Copies by state; unreachable ones are in sync on a node that does not answer. */
    public record CopyCounts(int serving, int unreachable, int syncing, int stale, int missing) {}
}
