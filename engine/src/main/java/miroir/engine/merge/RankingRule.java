package miroir.engine.merge;

/** What an entry of {@code _rankingScoreDetails} is about. */
enum RankingRule {
    WORDS,
    TYPO,
    PROXIMITY,
    ATTRIBUTE_RANK,
    WORD_POSITION,
    /** The two before in one entry. */
    ATTRIBUTE,
    EXACTNESS,
    VECTOR,
    SKIPPED,
    /** A field sorted by or a custom rule. */
    SORT,
    /** The distance to a point. */
    GEO,
    /** Says nothing that could be compared: a pin, a sort whose value the node hides. */
    OPAQUE;

    /** The rule an entry with this key belongs to. */
    static RankingRule of(String key) {
        return switch (key) {
            case "words" -> WORDS;
            case "typo" -> TYPO;
            case "proximity" -> PROXIMITY;
            case "attributeRank" -> ATTRIBUTE_RANK;
            case "wordPosition" -> WORD_POSITION;
            case "attribute" -> ATTRIBUTE;
            case "exactness" -> EXACTNESS;
            case "vectorSort" -> VECTOR;
            case "skipped" -> SKIPPED;
            default -> sort(key);
        };
    }

    private static RankingRule sort(String key) {
        if (!isAscending(key) && !key.endsWith(":desc")) {
            return OPAQUE;
        }
        return key.startsWith("_geoPoint(") ? GEO : SORT;
    }

    /** Whether a sort with this key puts small values first. */
    static boolean isAscending(String key) {
        return key.endsWith(":asc");
    }
}
