package miroir.engine.payload;

import java.nio.charset.StandardCharsets;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * Counts different ids by their 128-bit XXH3, open addressing, 16 bytes a slot. Of many ids, one part after the other is
 * counted, so that no more of them are kept at a time than memory has room for.
 */
final class DistinctIds {
    private static final LongTupleHashFunction HASH = LongTupleHashFunction.xx128();

    private long[] slots = new long[256];
    private final long[] hash = new long[2];
    private final int part;
    private final int parts;
    private int count;

    /** Counts all. */
    DistinctIds() {
        this(0, 1);
    }

    /** Counts those of one of so many parts of about the same size. */
    DistinctIds(int part, int parts) {
        this.part = part;
        this.parts = parts;
    }

    void add(String id) {
        HASH.hashBytes(id.getBytes(StandardCharsets.UTF_8), hash);
        if (Long.remainderUnsigned(hash[1], parts) != part) {
            return;
        }
        // The pair of zeros marks a free slot.
        long low = hash[0] == 0 && hash[1] == 0 ? 1 : hash[0];
        if (insert(slots, low, hash[1]) && ++count * 4 > slots.length) {
            grow();
        }
    }

    int count() {
        return count;
    }

    private static boolean insert(long[] slots, long low, long high) {
        int mask = slots.length - 2;
        int at = ((int) low << 1) & mask;
        while (slots[at] != 0 || slots[at + 1] != 0) {
            if (slots[at] == low && slots[at + 1] == high) {
                return false;
            }
            at = (at + 2) & mask;
        }
        slots[at] = low;
        slots[at + 1] = high;
        return true;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at] != 0 || slots[at + 1] != 0) {
                insert(larger, slots[at], slots[at + 1]);
            }
        }
        slots = larger;
    }
}
