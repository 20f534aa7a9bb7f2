package miroir.core.search;

/** Which of a shard's copies inside the chosen group is asked. */
public enum ReadCopies {
    /** The lowest serving rank: the others cost disk, not memory. */
    FIRST,
    /** Each rank in turn, from one search to the next. */
    ROTATE
}
