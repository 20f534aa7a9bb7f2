package miroir.core.topology;

/** The catalogue number of an index, never reused; client uids are names that point to it. */
public record IndexId(long value) implements Comparable<IndexId> {
    @Override
    public int compareTo(IndexId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
