package miroir.engine.merge;

import java.util.List;

/**
 * How many words of the query a document does not hold as they are, for hits whose details do not tell. A node leaves
 * words that none of its documents has out of what an exact match must hold, so exact matches of two nodes compare by
 * this first. It is a digit of the hit's score: the ranks of all rules folded into one number, of which all but this
 * one are known. The highest ranks follow from how many words the query has and which of them are neighbours; of what is
 * possible hardly anything but the truth makes all ranks whole numbers.
 */
final class ExactWords {
    /** As many words as a node takes of a query. */
    private static final int MOST_WORDS = 10;

    private static final int COSTS_OF_A_PAIR = 3;
    private static final int COSTS_OF_A_POSITION = 10;
    private static final int MATCH_TYPES = 3;
    private static final double ROUNDING = 1e-7;
    private static final double ROUNDING_OF_A_SCORE = 1e-15;

    private final List<RankEntry> rules;
    private final double score;
    private final int words;
    private final int pairs;
    private final int costsOfAnAttribute;
    private double highest = 1;
    private double known;
    private double highestHere = Double.NaN;

    private ExactWords(List<RankEntry> rules, double score, int words, int pairs, int costsOfAnAttribute) {
        this.rules = rules;
        this.score = score;
        this.words = words;
        this.pairs = pairs;
        this.costsOfAnAttribute = costsOfAnAttribute;
    }

    /**
     * The number of words that are missing, 0 when the score does not tell.
     *
     * @param rules in order
     * @param heaviest the weight of the last attribute
     */
    static int missing(List<RankEntry> rules, double score, int heaviest) {
        int matching = matchingWords(rules);
        int most = matching > 0 ? Math.min(MOST_WORDS, matching) : MOST_WORDS;
        for (int at = 0; at < most; at++) {
            int words = matching > 0 ? most - at : at + 1;
            for (int pairs = words - 1; pairs >= 0; pairs--) {
                double missing = new ExactWords(rules, score, words, pairs, heaviest).missing();
                if (missing >= 0) {
                    return (int) missing;
                }
            }
        }
        return 0;
    }

    /** What is nearly always the number of words; a phrase counts as one here, but as its words there. */
    private static int matchingWords(List<RankEntry> rules) {
        for (RankEntry rule : rules) {
            if (rule.rule() == RankingRule.WORDS) {
                return rule.rank();
            }
        }
        return 0;
    }

    /** The number if the query has so many words and neighbours, negative or not a number if it has not. */
    private double missing() {
        for (RankEntry rule : rules) {
            if (!add(rule)) {
                return Double.NaN;
            }
        }
        double matching = (score - known - 1 / highest) * highestHere;
        double whole = Math.rint(matching);
        return Math.abs(matching - whole) < ROUNDING + ROUNDING_OF_A_SCORE * highest && whole >= 1
                ? words - whole
                : Double.NaN;
    }

    private boolean add(RankEntry rule) {
        return switch (rule.rule()) {
            case WORDS, TYPO -> add(rule.rank(), rule.highestRank());
            case PROXIMITY -> addScore(rule.score(), COSTS_OF_A_PAIR * pairs);
            case ATTRIBUTE_RANK -> addScore(rule.score(), costsOfAnAttribute * words);
            case WORD_POSITION -> addScore(rule.score(), COSTS_OF_A_POSITION * words);
            case ATTRIBUTE ->
                addScore(rule.score(), costsOfAnAttribute * words)
                        && addScore(rule.distanceScore(), COSTS_OF_A_POSITION * words);
            case EXACTNESS -> addExactness(rule);
            case SORT, GEO, OPAQUE -> true;
            case VECTOR, SKIPPED -> false;
        };
    }

    private boolean addScore(double share, int costs) {
        double rank = share * (costs + 1);
        return add(Math.rint(rank), costs + 1) && Math.abs(rank - Math.rint(rank)) < ROUNDING;
    }

    private boolean addExactness(RankEntry rule) {
        add(rule.matchType().rank(), MATCH_TYPES);
        highest *= words + 1;
        highestHere = highest;
        return true;
    }

    private boolean add(double rank, double highestRank) {
        highest *= highestRank;
        known += (rank - 1) / highest;
        return rank <= highestRank;
    }
}
