package miroir.core.topology;

/** The number of a replica group; each group holds every shard. */
public record GroupId(int number) implements Comparable<GroupId> {
    /** The largest number a new group may have. */
    public static final int MAX = 1_000_000;

    @Override
    public int compareTo(GroupId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
