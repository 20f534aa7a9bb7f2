package miroir.engine.merge;

import java.nio.charset.StandardCharsets;

/** What an entry of {@code _rankingScoreDetails} is about. */
enum RankingRule {
    WORDS("words"),
    TYPO("typo"),
    PROXIMITY("proximity"),
    ATTRIBUTE("attribute"),
    ATTRIBUTE_RANK("attributeRank"),
    WORD_POSITION("wordPosition"),
    EXACTNESS("exactness"),
    VECTOR("vectorSort"),
    SKIPPED("skipped"),
    /** A field sorted by or a custom rule. */
    SORT(""),
    /** The distance to a point. */
    GEO("_geoPoint("),
    /** Says nothing that could be compared: a pin, a sort whose value the node hides. */
    OPAQUE("");

    static final byte[] ASCENDING = ":asc".getBytes(StandardCharsets.US_ASCII);
    static final byte[] DESCENDING = ":desc".getBytes(StandardCharsets.US_ASCII);

    private static final RankingRule[] NAMED = {
        WORDS, TYPO, PROXIMITY, ATTRIBUTE, ATTRIBUTE_RANK, WORD_POSITION, EXACTNESS, VECTOR, SKIPPED
    };

    private final byte[] name;

    RankingRule(String name) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    static RankingRule of(JsonCursor cursor) {
        for (RankingRule rule : NAMED) {
            if (cursor.keyIs(rule.name)) {
                return rule;
            }
        }
        if (!cursor.keyEndsWith(ASCENDING) && !cursor.keyEndsWith(DESCENDING)) {
            return OPAQUE;
        }
        return cursor.keyStartsWith(GEO.name) ? GEO : SORT;
    }
}
