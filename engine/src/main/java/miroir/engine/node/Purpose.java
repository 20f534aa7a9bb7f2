package miroir.engine.node;

/** What a request to a node is for. Each purpose has connections of its own to each node: none waits behind another. */
public enum Purpose {
    /** Looking after the node: whether it lives, how it stands, what its tasks came to. Small, and a few at a time. */
    PROBE,
    /** What the task log tells the node to do, and whether it was told. */
    WRITE,
    /** Building, comparing and clearing away copies. */
    COPY,
    /** What clients search and read. */
    READ
}
