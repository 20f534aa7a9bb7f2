package miroir.engine.payload;

import java.util.Arrays;

/** Where the lines of a spooled payload are and which shard each belongs to, 16 bytes a line. */
final class LineIndex {
    private static final int INITIAL = 64;

    private long[] offsets = new long[INITIAL];
    private int[] lengths = new int[INITIAL];
    private int[] shards = new int[INITIAL];
    private int count;

    void add(long offset, int length, int shard) {
        if (count == offsets.length) {
            int size = count + count / 2;
            offsets = Arrays.copyOf(offsets, size);
            lengths = Arrays.copyOf(lengths, size);
            shards = Arrays.copyOf(shards, size);
        }
        offsets[count] = offset;
        lengths[count] = length;
        shards[count++] = shard;
    }

    int count() {
        return count;
    }

    long offset(int line) {
        return offsets[line];
    }

    int length(int line) {
        return lengths[line];
    }

    int shard(int line) {
        return shards[line];
    }
}
