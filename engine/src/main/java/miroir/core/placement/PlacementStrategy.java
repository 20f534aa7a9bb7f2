package miroir.core.placement;

/** How shards are given to nodes. */
public enum PlacementStrategy {
    /** Rendezvous order with a bounded load per node; the default. */
    BALANCED,
    /** Plain highest-random-weight hashing. */
    RENDEZVOUS
}
