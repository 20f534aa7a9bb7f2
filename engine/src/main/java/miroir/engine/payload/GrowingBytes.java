package miroir.engine.payload;

import java.util.Arrays;

/** A growing byte array. */
final class GrowingBytes {
    private byte[] bytes = new byte[1024];
    private int length;

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
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
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

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
