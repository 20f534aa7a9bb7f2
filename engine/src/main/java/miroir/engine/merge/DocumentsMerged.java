package miroir.engine.merge;

/**
 * The merged list of documents.
 *
 * @param body JSON for the client
 * @param dropped documents of shards that were not asked; anything but 0 is a fault
 */
public record DocumentsMerged(byte[] body, int dropped) {}
