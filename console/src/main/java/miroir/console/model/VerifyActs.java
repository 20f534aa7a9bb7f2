package miroir.console.model;

import miroir.engine.api.ClusterPicture;

/**
 * What can be done with the copies of an index: they are compared, and accepted where none can be read.
 *
 * @param href where the orders go; empty: it cannot be ordered
 * @param lost shards that nobody can read, though copies out of sync are there
 */
public record VerifyActs(String index, String href, long lost, String curl) {
    /** Cannot be ordered. */
    public static final VerifyActs NONE = new VerifyActs("", "", 0, "");

    /** For that index. */
    public static VerifyActs of(ClusterPicture cluster, String index, Curl curl) {
        return new VerifyActs(
                index,
                Links.index(index),
                cluster.indexes().stream()
                        .filter(i -> i.uid().equals(index))
                        .flatMap(i -> i.shardPictures().stream())
                        .filter(ShardPage::isLost)
                        .count(),
                "# Verify\n" + curl.verify(index, false) + "\n\n# Repair\n" + curl.verify(index, true));
    }
}
