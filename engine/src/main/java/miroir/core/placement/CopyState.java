package miroir.core.placement;

/** The state of one copy of a shard. Only an IN_SYNC copy serves and takes client writes. */
public enum CopyState {
    /** Has every acknowledged write. */
    IN_SYNC,
    /** Is being built by SYNC; serves nothing. */
    SYNCING,
    /** Missed a write or lost its data; serves nothing until re-synced. */
    STALE,
    /** Superseded after a move; waits for old readers, then is deleted. */
    LEAVING
}
