package miroir.app.config;

/** Which copies of a shard searches ask. */
public enum ReadCopies {
    /** The serving copy of the lowest rank. */
    FIRST,
    /** Each serving copy in turn. */
    ROTATE
}
