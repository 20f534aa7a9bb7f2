package miroir.engine.search;

/** What to do when no copy of some shard answers. */
public enum Policy {
    /** Answer without those documents and say so. */
    PARTIAL,
    /** Answer 503. */
    ERROR
}
