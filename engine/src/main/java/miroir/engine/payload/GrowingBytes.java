package miroir.engine.payload;

import java.util.Arrays;

/** A growing byte array. */
final class GrowingBytes {
    /** What a byte of a document takes until it is spooled: buffers that grow, copies without doubled keys, offsets. */
    private static final int WEIGHT = 6;

    private final BodyMemory.Claim memory;
    private byte[] bytes;
    private int length;

    GrowingBytes() {
        this(1024);
    }

    GrowingBytes(int capacity) {
        this(BodyMemory.UNBOUNDED.claim(), capacity);
    }

    GrowingBytes(BodyMemory.Claim memory) {
        this(memory, 1024);
    }

    private GrowingBytes(BodyMemory.Claim memory, int capacity) {
        this.memory = memory;
        this.bytes = new byte[capacity];
    }

    void add(byte b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = b;
    }

    void add(byte[] source, int from, int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void grow(int more) {
        long wanted = Math.max(length + (long) more, length + (long) length / 2);
        int size = (int) Math.min(wanted, Integer.MAX_VALUE - 8);
        memory.more((long) WEIGHT * (size - bytes.length));
        bytes = Arrays.copyOf(bytes, size);
    }

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Exactly what was added; to be called last. */
    byte[] whole() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
