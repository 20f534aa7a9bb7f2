package miroir.engine.dialect;

/**
 * One task of one node, told apart from any task that another node, or an older state of this one, gave the same number.
 *
 * @param uid its number on the node
 * @param enqueuedAt when the node took it, as the node writes it, to the nanosecond
 */
public record TaskRef(long uid, String enqueuedAt) {}
