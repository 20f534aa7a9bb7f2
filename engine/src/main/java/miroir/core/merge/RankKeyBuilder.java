package miroir.core.merge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the outcome of the ranking rules, in rule order, and makes a {@link RankKey} of it. Every outcome becomes
 * slots in which the larger number is better. Reusable after {@link #build}, not thread-safe.
 */
public final class RankKeyBuilder {
    private static final double NO_VALUE = 0;
    private static final double TEXT = 1;
    private static final double NUMBER = 2;

    private double[] slots = new double[16];
    private byte @Nullable [] @Nullable [] texts;
    private int size;
    private RankKey.Exactness exactness = RankKey.Exactness.NONE;
    private int words;
    private int typos;
    private boolean skipped;

    /** The words rule: more matching words first. */
    public RankKeyBuilder words(int matchingWords) {
        words = matchingWords;
        return add(matchingWords);
    }

    /** The typo rule: fewer typos first. */
    public RankKeyBuilder typo(int typoCount) {
        typos = typoCount;
        return add(0.0 - typoCount);
    }

    /** A rule known by its score alone (proximity, attributeRank, wordPosition): higher first. */
    public RankKeyBuilder score(double score) {
        return add(score);
    }

    /** The attribute rule: higher attribute score first, then the higher word distance score. */
    public RankKeyBuilder attribute(double attributeScore, double distanceScore) {
        return add(attributeScore).add(distanceScore);
    }

    /**
     * The exactness rule: fewer words that are not there as they are first, then the better kind of match. Within one
     * node's answer this is the order by kind and then by words, as an exact match holds all words that the node knows;
     * one that holds fewer words than a match on another node is none.
     */
    public RankKeyBuilder exactness(MatchType type, int missingWords) {
        exactness = new RankKey.Exactness(size, words, typos);
        return add(0.0 - missingWords).add(type.rank());
    }

    /** A sort on a field whose value is a number; numbers come before texts in both directions. */
    public RankKeyBuilder number(boolean ascending, double value) {
        // Nodes keep the two zeros apart and hold -0.0 for the larger; Double.compare does the opposite.
        double placed = value == 0 ? -value : value;
        return add(NUMBER).add(ascending ? -placed : placed);
    }

    /** A sort on a field whose value is a text, given as normalised UTF-8. */
    public RankKeyBuilder text(boolean ascending, byte[] utf8) {
        add(TEXT).add(ascending ? -1 : 1);
        byte @Nullable [] @Nullable [] all = texts;
        if (all == null || all.length < size) {
            all = all == null ? new byte @Nullable [slots.length][] : Arrays.copyOf(all, slots.length);
            texts = all;
        }
        all[size - 1] = utf8;
        return this;
    }

    /** A sort on a field the document has no value for: last in both directions. */
    public RankKeyBuilder noValue() {
        return add(NO_VALUE).add(0);
    }

    /** A sort by distance, compared in whole metres because nodes group documents closer than that. */
    public RankKeyBuilder distance(boolean ascending, double metres) {
        double whole = Math.floor(metres + 0.5);
        return add(NUMBER).add(ascending ? 0.0 - whole : whole);
    }

    /** A vector rule: the more similar first. */
    public RankKeyBuilder similarity(double similarity) {
        return add(NUMBER).add(similarity);
    }

    /** The node's time budget ended here: worse than any outcome of the rule. */
    public RankKeyBuilder skipped() {
        skipped = true;
        return add(Double.NEGATIVE_INFINITY);
    }

    /** The key of what was added since the last call; the builder is empty afterwards. */
    public RankKey build() {
        byte @Nullable [] @Nullable [] all = texts == null ? null : Arrays.copyOf(texts, size);
        RankKey key = new RankKey(Arrays.copyOf(slots, size), all, exactness, skipped);
        size = 0;
        exactness = RankKey.Exactness.NONE;
        words = 0;
        typos = 0;
        texts = null;
        skipped = false;
        return key;
    }

    private RankKeyBuilder add(double slot) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size * 2);
        }
        slots[size++] = slot;
        return this;
    }
}
