package miroir.core.merge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a hit stands among all hits of one query: one or two slots per ranking rule, in rule order. A key that compares
 * lower comes first. Keys are comparable when they come from the same query on the same settings.
 */
public final class RankKey implements Comparable<RankKey> {
    private final double[] slots;
    private final byte @Nullable [] @Nullable [] texts;
    private final Exactness exactness;
    private final boolean skipped;

    /**
     * Where exactness stands, and what it depends on.
     *
     * @param slot its first of two, negative: none
     * @param words how many words the hit matches
     * @param typos how many typos were counted before
     */
    record Exactness(int slot, double words, double typos) {
        static final Exactness NONE = new Exactness(-1, 0, 0);
    }

    RankKey(double[] slots, byte @Nullable [] @Nullable [] texts, Exactness exactness, boolean skipped) {
        this.slots = slots;
        this.exactness = exactness;
        this.texts = texts;
        this.skipped = skipped;
    }

    /** Whether the node ran out of time before it had applied every rule to this hit. */
    public boolean skipped() {
        return skipped;
    }

    /** Whether exactness was a rule, and not the last one. */
    boolean leadsOn() {
        return exactness.slot >= 0 && exactness.slot + 2 < slots.length;
    }

    /**
     * What the words that an exact match must hold depend on, besides what a node knows: on the words alone while no
     * typo was counted, else on all that was found before exactness.
     */
    RankKey scale() {
        if (exactness.typos == 0) {
            return new RankKey(new double[] {exactness.words}, null, Exactness.NONE, false);
        }
        byte[][] words = texts == null ? null : Arrays.copyOf(texts, exactness.slot);
        return new RankKey(Arrays.copyOf(slots, exactness.slot), words, Exactness.NONE, false);
    }

    /** How many words are there as they are: the more the higher. */
    double exactWords() {
        return slots[exactness.slot];
    }

    boolean isExactMatch() {
        return slots[exactness.slot + 1] > MatchType.NO_EXACT_MATCH.rank();
    }

    /** The same without an exact match. */
    RankKey withoutExactMatch() {
        double[] others = slots.clone();
        others[exactness.slot + 1] = MatchType.NO_EXACT_MATCH.rank();
        return new RankKey(others, texts, exactness, skipped);
    }

    @Override
    public int compareTo(RankKey other) {
        int common = Math.min(slots.length, other.slots.length);
        for (int slot = 0; slot < common; slot++) {
            int order = compareSlot(other, slot);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(other.slots.length, slots.length);
    }

    private int compareSlot(RankKey other, int slot) {
        byte[] mine = text(slot);
        byte[] theirs = other.text(slot);
        if (mine != null && theirs != null) {
            int order = Arrays.compareUnsigned(mine, theirs);
            return slots[slot] > 0 ? -order : order;
        }
        return Double.compare(other.slots[slot], slots[slot]);
    }

    private byte @Nullable [] text(int slot) {
        return texts == null ? null : texts[slot];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RankKey key && compareTo(key) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slots) * 31 + Arrays.deepHashCode(texts);
    }

    @Override
    public String toString() {
        return "RankKey" + Arrays.toString(slots) + (skipped ? " skipped" : "");
    }
}
