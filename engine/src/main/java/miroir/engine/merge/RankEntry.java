package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import miroir.core.merge.MatchType;
import miroir.core.merge.RankKeyBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One rule's outcome for one hit, read from the score details. Reused from hit to hit: entry n nearly always has the
 * same key again, which then needs no second look. Not thread-safe.
 */
final class RankEntry {
    private static final byte[] NONE = {};
    private static final byte[] ORDER = ascii("order");
    private static final byte[] MATCHING_WORDS = ascii("matchingWords");
    private static final byte[] MAX_MATCHING_WORDS = ascii("maxMatchingWords");
    private static final byte[] MATCH_TYPE = ascii("matchType");
    private static final byte[] TYPO_COUNT = ascii("typoCount");
    private static final byte[] MAX_TYPO_COUNT = ascii("maxTypoCount");
    private static final byte[] SCORE = ascii("score");
    private static final byte[] SIMILARITY = ascii("similarity");
    private static final byte[] ATTRIBUTE_SCORE = ascii("attributeRankingOrderScore");
    private static final byte[] DISTANCE_SCORE = ascii("queryWordDistanceScore");
    private static final byte[] VALUE = ascii("value");
    private static final byte[] DISTANCE = ascii("distance");
    private static final byte[] EXACT_MATCH = ascii("\"exactMatch\"");
    private static final byte[] MATCHES_START = ascii("\"matchesStart\"");

    private byte[] key = NONE;
    private RankingRule rule = RankingRule.OPAQUE;
    private boolean ascending;
    private int order;
    private int count;
    private int most;
    private double score;
    private double distanceScore;
    private double number;
    private byte @Nullable [] text;
    private MatchType matchType = MatchType.NO_EXACT_MATCH;

    int order() {
        return order;
    }

    /** Reads the member the cursor stands at. */
    void read(JsonCursor cursor) {
        if (!cursor.keyIs(key) || key.length == 0) {
            key = cursor.keyUtf8();
            rule = RankingRule.of(cursor.key());
            ascending = RankingRule.isAscending(cursor.key());
        }
        count = 0;
        most = 0;
        score = 0;
        distanceScore = 0;
        number = Double.NaN;
        text = null;
        matchType = MatchType.NO_EXACT_MATCH;
        cursor.enter('{');
        while (cursor.nextMember()) {
            readField(cursor);
        }
    }

    private void readField(JsonCursor cursor) {
        switch (cursor.keyFirst()) {
            case 'o' -> order = cursor.keyIs(ORDER) ? (int) cursor.readLong() : skip(cursor, order);
            case 'm' -> readMatch(cursor);
            case 't' -> count = cursor.keyIs(TYPO_COUNT) ? (int) cursor.readLong() : skip(cursor, count);
            case 's', 'a', 'q' -> readScore(cursor);
            case 'v', 'd' -> readValue(cursor);
            default -> cursor.skipValue();
        }
    }

    private void readMatch(JsonCursor cursor) {
        if (cursor.keyIs(MATCHING_WORDS)) {
            count = (int) cursor.readLong();
        } else if (cursor.keyIs(MAX_MATCHING_WORDS) || cursor.keyIs(MAX_TYPO_COUNT)) {
            most = (int) cursor.readLong();
        } else if (cursor.keyIs(MATCH_TYPE)) {
            matchType = matchType(cursor);
        } else {
            cursor.skipValue();
        }
    }

    private static MatchType matchType(JsonCursor cursor) {
        int from = cursor.at();
        cursor.skipValue();
        if (cursor.isSince(from, EXACT_MATCH)) {
            return MatchType.EXACT_MATCH;
        }
        return cursor.isSince(from, MATCHES_START) ? MatchType.MATCHES_START : MatchType.NO_EXACT_MATCH;
    }

    private void readScore(JsonCursor cursor) {
        boolean alone = rule != RankingRule.ATTRIBUTE;
        if (cursor.keyIs(alone ? SCORE : ATTRIBUTE_SCORE) && usesScore()) {
            score = cursor.readScore();
        } else if (cursor.keyIs(DISTANCE_SCORE)) {
            distanceScore = cursor.readScore();
        } else if (cursor.keyIs(SIMILARITY)) {
            number = cursor.readNumber();
        } else {
            cursor.skipValue();
        }
    }

    private boolean usesScore() {
        return switch (rule) {
            case PROXIMITY, ATTRIBUTE_RANK, WORD_POSITION, ATTRIBUTE -> true;
            default -> false;
        };
    }

    private void readValue(JsonCursor cursor) {
        boolean geo = rule == RankingRule.GEO;
        if (!cursor.keyIs(geo ? DISTANCE : VALUE)) {
            cursor.skipValue();
        } else if (cursor.peek() == '"') {
            text = cursor.readUtf8();
        } else {
            number = cursor.readNumber();
        }
    }

    private static int skip(JsonCursor cursor, int unchanged) {
        cursor.skipValue();
        return unchanged;
    }

    RankingRule rule() {
        return rule;
    }

    double score() {
        return score;
    }

    double distanceScore() {
        return distanceScore;
    }

    MatchType matchType() {
        return matchType;
    }

    /** The rank of a rule that counts words or typos: the higher the better. */
    int rank() {
        return rule == RankingRule.TYPO ? highestRank() - count : count;
    }

    /** The best rank of a rule that counts words or typos. */
    int highestRank() {
        return rule == RankingRule.TYPO ? most + 1 : most;
    }

    /** Whether the node tells no number of words because it holds the hit for an exact match. */
    boolean isExactMatch() {
        return rule == RankingRule.EXACTNESS && matchType != MatchType.NO_EXACT_MATCH;
    }

    /**
     * Adds the outcome to a key.
     *
     * @param missingWords of an exact match
     */
    void addTo(RankKeyBuilder builder, int missingWords) {
        switch (rule) {
            case WORDS -> builder.words(count);
            case TYPO -> builder.typo(count);
            case PROXIMITY, ATTRIBUTE_RANK, WORD_POSITION -> builder.score(score);
            case ATTRIBUTE -> builder.attribute(score, distanceScore);
            case EXACTNESS -> builder.exactness(matchType, isExactMatch() ? missingWords : most - count);
            case SKIPPED -> builder.skipped();
            case SORT, GEO, VECTOR -> addValueTo(builder);
            case OPAQUE -> {}
        }
    }

    private void addValueTo(RankKeyBuilder builder) {
        byte[] words = text;
        if (words != null) {
            builder.text(ascending, words);
        } else if (Double.isNaN(number)) {
            builder.noValue();
        } else if (rule == RankingRule.GEO) {
            builder.distance(ascending, number);
        } else if (rule == RankingRule.VECTOR) {
            builder.similarity(number);
        } else {
            builder.number(ascending, number);
        }
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
