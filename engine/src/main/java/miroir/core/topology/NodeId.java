package miroir.core.topology;

/** The stable name of a node; placement hashes it, so it never changes while the node holds data. */
public record NodeId(String value) implements Comparable<NodeId> {
    public NodeId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a node id is not empty");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
