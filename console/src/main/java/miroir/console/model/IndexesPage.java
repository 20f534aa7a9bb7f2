package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;

/** The list of indexes. */
public record IndexesPage(String summary, List<IndexRow> rows) {

    /** The indexes of that picture. */
    public static IndexesPage of(ClusterPicture cluster, Instant now) {
        long documents = cluster.indexes().stream()
                .mapToLong(i -> Math.max(0, i.documents()))
                .sum();
        int shards = cluster.indexes().stream().mapToInt(IndexPicture::shards).sum();
        String summary = Words.count(cluster.indexes().size(), "index", "indexes") + ", "
                + Words.count(documents, "document", "documents") + " in " + Words.count(shards, "shard", "shards")
                + ".";
        return new IndexesPage(
                summary,
                cluster.indexes().stream()
                        .map(i -> IndexRow.of(cluster, i, now))
                        .toList());
    }
}
