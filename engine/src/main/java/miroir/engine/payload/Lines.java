package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;

/** Reads the lines of a spooled payload one after the other into one buffer. */
final class Lines {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 14];
    private final GrowingBytes line = new GrowingBytes();
    private int at;
    private int limit;
    private long offset;
    private long nextOffset;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Moves to the next line; false at the end of the file. */
    boolean next() throws IOException {
        line.clear();
        offset = nextOffset;
        while (at < limit || fill()) {
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.add(buffer, at, end - at);
            at = end + 1;
            if (end < limit) {
                nextOffset = offset + line.length() + 1;
                return true;
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    byte[] bytes() {
        return line.bytes();
    }

    int length() {
        return line.length();
    }

    long offset() {
        return offset;
    }
}
