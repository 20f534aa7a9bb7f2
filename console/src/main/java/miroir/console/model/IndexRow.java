package miroir.console.model;

import java.time.Instant;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.IndexPicture.CopyCounts;

/**
 * One index as a table row.
 *
 * @param facts its size in one line
 */
public record IndexRow(
        String uid,
        String primaryKey,
        String documents,
        String facts,
        int shards,
        int replicationFactor,
        String placement,
        CopyCounts copies,
        int notServing,
        Strip strip,
        String shardsHref,
        String searchHref,
        Stamp created,
        Stamp updated) {

    /** That index in that picture. */
    public static IndexRow of(ClusterPicture cluster, IndexPicture index, Instant now) {
        CopyCounts c = index.copies();
        return new IndexRow(
                index.uid(),
                index.primaryKey() == null ? "not set" : index.primaryKey(),
                Words.count(index.documents()),
                (index.documents() < 0 ? "documents unknown" : Words.count(index.documents(), "document", "documents"))
                        + " · " + Words.count(index.shards(), "shard", "shards") + " · RF " + index.replicationFactor(),
                index.shards(),
                index.replicationFactor(),
                index.placement(),
                c,
                c.unreachable() + c.syncing() + c.stale() + c.missing(),
                Strip.of(cluster, index),
                Links.shards(index.uid()),
                Links.search(index.uid()),
                Stamp.of(now, index.createdAt(), "unknown"),
                Stamp.of(now, index.updatedAt(), "unknown"));
    }
}
