package miroir.engine.merge;

/**
 * The merged answer to a search.
 *
 * @param body JSON for the client
 * @param dropped hits of shards that were not asked; anything but 0 is a fault
 * @param skippedSeen whether a node ran out of time and gave hits in a poor order
 */
public record SearchMerged(byte[] body, int dropped, boolean skippedSeen) {}
