package miroir.core.merge;

/** How exactly an attribute matches the query. */
public enum MatchType {
    NO_EXACT_MATCH(1),
    MATCHES_START(2),
    EXACT_MATCH(3);

    private final int rank;

    MatchType(int rank) {
        this.rank = rank;
    }

    /** The better the higher. */
    public int rank() {
        return rank;
    }
}
