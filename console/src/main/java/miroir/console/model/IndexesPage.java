package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;

/** The list of indexes. */
public record IndexesPage(String summary, List<IndexRow> rows) {

    /** The indexes of that picture. */
    public static IndexesPage of(ClusterPicture cluster, Instant now) {
        int shards = cluster.indexes().stream().mapToInt(IndexPicture::shards).sum();
        String summary = Words.count(cluster.indexes().size(), "index", "indexes") + ", "
                + DocumentCount.of(cluster).sentence() + " in " + Words.count(shards, "shard", "shards")
                + ".";
        return new IndexesPage(
                summary,
                cluster.indexes().stream()
                        .map(i -> IndexRow.of(cluster, i, now))
                        .toList());
    }
}
