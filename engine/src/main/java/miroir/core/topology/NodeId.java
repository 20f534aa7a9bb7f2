package miroir.core.topology;

/** The stable name of a node; placement hashes it, so it never changes while the node holds data. */
public record NodeId(String value) implements Comparable<NodeId> {
    /** How the id of a new node must look, for people. */
    public static final String FORM = "1 to 64 letters, digits, '.', '_' or '-'";

    public NodeId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a node id is not empty");
        }
    }

    /** Whether a new node may have this id. */
    public static boolean isWellFormed(String id) {
        return id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
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
