package miroir.core.merge;

/** How exactly an attribute matches the query, the worst first. */
public enum MatchType {
    NO_EXACT_MATCH,
    MATCHES_START,
    EXACT_MATCH
}
