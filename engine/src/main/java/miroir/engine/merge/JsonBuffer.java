package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of JSON bytes. Not thread-safe. */
final class JsonBuffer {
    private byte[] bytes;
    private int size;

    JsonBuffer(int capacity) {
        this.bytes = new byte[Math.max(64, capacity)];
    }

    JsonBuffer raw(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    JsonBuffer raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** JSON as it stands, for instance a comma, a quoted ASCII name and a colon. */
    JsonBuffer raw(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return raw(utf8, 0, utf8.length);
    }

    JsonBuffer number(long value) {
        return raw(Long.toString(value));
    }

    JsonBuffer unsigned(long value) {
        return raw(Long.toUnsignedString(value));
    }

    /** A text, quoted and escaped. */
    JsonBuffer text(String value) {
        return raw(JsonText.quote(value));
    }

    int size() {
        return size;
    }

    /** Forgets what was written since the buffer had this size. */
    void truncate(int earlier) {
        size = earlier;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
