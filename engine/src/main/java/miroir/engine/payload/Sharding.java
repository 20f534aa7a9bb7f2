package miroir.engine.payload;

/** Which shard a document belongs to. */
@FunctionalInterface
public interface Sharding {
    /** The shard of the document with this id, integers given as their decimal text. */
    int shardOf(String id);
}
