package miroir.engine.payload;

import java.util.Arrays;

/**
 * Where the lines of a spooled payload are and which shard each belongs to, from the first to the last: three to five bytes
 * a line, for a payload may have millions.
 */
final class LineIndex {
    /** Before the first line. */
    static final Mark START = new Mark(0, 0, 0);

    private byte[] bytes = new byte[256];
    private int size;
    private int count;
    private long end;

    /** A place before a line, or behind the last. */
    record Mark(int at, long end, int line) {}

    /** Adds a line behind those there are. */
    void add(long offset, int length, int shard) {
        put(offset - end);
        put(length);
        put(shard);
        end = offset + length;
        count++;
    }

    private void put(long value) {
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(bytes.length + bytes.length / 4L + 64));
        }
        long rest = value;
        while (rest > 0x7f) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    int count() {
        return count;
    }

    /** Goes through all lines. */
    Cursor cursor() {
        return new Cursor(START, count);
    }

    /** Goes through the lines between two places. */
    Cursor cursor(Mark from, Mark to) {
        return new Cursor(from, to.line);
    }

    /** Stands before a line, or on one. */
    final class Cursor {
        private final int last;
        private int at;
        private long behind;
        private int line;
        private long offset;
        private int length;
        private int shard;

        private Cursor(Mark from, int last) {
            this.at = from.at;
            this.behind = from.end;
            this.line = from.line;
            this.last = last;
        }

        /** Goes on to the next line, if there is one. */
        boolean next() {
            if (line >= last) {
                return false;
            }
            offset = behind + get();
            length = (int) get();
            shard = (int) get();
            behind = offset + length;
            line++;
            return true;
        }

        private long get() {
            long value = 0;
            int shift = 0;
            byte b;
            do {
                b = bytes[at++];
                value |= (long) (b & 0x7f) << shift;
                shift += 7;
            } while (b < 0);
            return value;
        }

        /** Before the line that comes next. */
        Mark mark() {
            return new Mark(at, behind, line);
        }

        long offset() {
            return offset;
        }

        int length() {
            return length;
        }

        int shard() {
            return shard;
        }
    }
}
