package miroir.core.placement;

import net.openhft.hashing.LongHashFunction;

/**
 * XXH64 with seed 0, always over bytes, never over characters. The only class that knows the hashing library; the value
 * is a storage format, pinned by published vectors.
 */
final class Hash64 {
    private static final LongHashFunction XX = LongHashFunction.xx();
    private static final byte TERMINATOR = (byte) 0xFF;
    /** Longest document id of Meilisearch (511 bytes) and the terminator. */
    private static final int SCRATCH = 512;

    private static final ThreadLocal<byte[]> SCRATCHES = ThreadLocal.withInitial(() -> new byte[SCRATCH]);

    private Hash64() {}

    /** The hash of all bytes. */
    static long of(byte[] bytes) {
        return XX.hashBytes(bytes);
    }

    /** The hash of a slice. */
    static long of(byte[] bytes, int from, int length) {
        return XX.hashBytes(bytes, from, length);
    }

    /** The hash of a slice followed by one byte 0xFF. Allocates nothing for slices up to 511 bytes. */
    static long ofTerminated(byte[] bytes, int from, int length) {
        byte[] scratch = length < SCRATCH ? SCRATCHES.get() : new byte[length + 1];
        System.arraycopy(bytes, from, scratch, 0, length);
        scratch[length] = TERMINATOR;
        return XX.hashBytes(scratch, 0, length + 1);
    }
}
