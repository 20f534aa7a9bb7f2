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
    private final boolean skipped;

    RankKey(double[] slots, byte @Nullable [] @Nullable [] texts, boolean skipped) {
        this.slots = slots;
        this.texts = texts;
        this.skipped = skipped;
    }

    /** Whether the node ran out of time before it had applied every rule to this hit. */
    public boolean skipped() {
        return skipped;
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
