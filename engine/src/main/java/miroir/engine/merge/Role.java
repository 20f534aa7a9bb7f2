package miroir.engine.merge;

/** What a top-level member of a hit is to the merge. */
enum Role {
    /** The client's, passed on as it stands. */
    DOCUMENT,
    /** Holds something inside that is cut. */
    PRUNED,
    /** Read by the merge at most, not shown. */
    CUT,
    /** The shard marker: checked, not shown. */
    MARKER,
    /** Holds attributes again, some of which are cut; dropped with the last of them. */
    FORMATTED,
    /** Holds attributes again, some of which are cut; shown even when empty. */
    MATCHES,
    /** The score details: the rank key, shown when asked for. */
    DETAILS,
    /** The sort tuple of a document: the rank key, not shown. */
    TUPLE
}
