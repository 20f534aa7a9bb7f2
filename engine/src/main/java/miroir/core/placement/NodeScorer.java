package miroir.core.placement;

/**
 * The score of many shards on one node: {@link Rendezvous#score} with all that does not depend on the shard worked out
 * once. Keys of 8 to 31 bytes take a few multiplications each, others are hashed like any bytes. Has one user at a time.
 */
final class NodeScorer {
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;

    private static final int LANE = Long.BYTES;
    private static final int STRIPE = 32;

    private final byte[] key;
    private final boolean shortKey;
    /** The bytes that follow the shard in the first lane. */
    private final long head;
    /** What the further lanes are mixed in as. */
    private final long[] lanes;
    /** The four bytes after them; none if {@link #hasWord} does not hold. */
    private final long word;

    private final boolean hasWord;
    private final int tail;

    NodeScorer(byte[] key) {
        this.key = key;
        shortKey = key.length >= LANE && key.length < STRIPE;
        head = shortKey ? littleEndian(key, Integer.BYTES, Integer.BYTES) << 32 : 0;
        lanes = new long[shortKey ? key.length / LANE - 1 : 0];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = mixed(littleEndian(key, (i + 1) * LANE, LANE));
        }
        int rest = key.length / LANE * LANE;
        hasWord = key.length - rest >= Integer.BYTES;
        word = hasWord ? littleEndian(key, rest, Integer.BYTES) * P1 : 0;
        tail = hasWord ? rest + Integer.BYTES : rest;
    }

    /** How much the shard likes the node. */
    long score(int shard) {
        if (!shortKey) {
            return Rendezvous.score(shard, key);
        }
        long hash = (P5 + key.length) ^ mixed(head | Integer.toUnsignedLong(shard));
        hash = Long.rotateLeft(hash, 27) * P1 + P4;
        for (long lane : lanes) {
            hash = Long.rotateLeft(hash ^ lane, 27) * P1 + P4;
        }
        if (hasWord) {
            hash = Long.rotateLeft(hash ^ word, 23) * P2 + P3;
        }
        for (int i = tail; i < key.length; i++) {
            hash = Long.rotateLeft(hash ^ ((key[i] & 0xFF) * P5), 11) * P1;
        }
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    private static long littleEndian(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[from + i] & 0xFF);
        }
        return value;
    }

    private static long mixed(long lane) {
        return Long.rotateLeft(lane * P2, 31) * P1;
    }
}
