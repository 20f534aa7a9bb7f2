package miroir.core.placement;

/** How an index is cut and mirrored: shards, copies of each per group, and the way nodes are chosen. */
public record IndexShape(int shards, int replicationFactor, PlacementStrategy strategy) {
    public IndexShape {
        if (shards < 1 || replicationFactor < 1) {
            throw new IllegalArgumentException("an index has at least one shard and one copy of it");
        }
    }
}
