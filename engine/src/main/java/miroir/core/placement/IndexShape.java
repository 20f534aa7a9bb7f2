package miroir.core.placement;

/** How an index is cut and mirrored: shards, copies of each per group, and the way nodes are chosen. */
public record IndexShape(int shards, int replicationFactor, PlacementStrategy strategy) {
    /** The most shards a new index may have. */
    public static final int MAX_SHARDS = 65_536;
    /** The most copies of a shard in a group that may be asked for. */
    public static final int MAX_REPLICATION_FACTOR = 16;

    public IndexShape {
        if (shards < 1 || replicationFactor < 1) {
            throw new IllegalArgumentException("an index has at least one shard and one copy of it");
        }
    }
}
