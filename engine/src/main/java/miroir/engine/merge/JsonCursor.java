package miroir.engine.merge;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks JSON in a byte array without building anything. It finds where values begin and end and checks no more than
 * that, so it is for the answers of our own nodes only. Strings are skipped eight bytes at a time. Not thread-safe.
 */
final class JsonCursor {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean escaped;
    private int memberStart;
    private byte[] key;
    private int keyFrom;
    private int keyTo;

    JsonCursor(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.key = bytes;
        this.at = from;
        this.end = to;
    }

    /** Where the next unread byte stands. */
    int at() {
        return at;
    }

    /** Goes on reading from another place of the same array. */
    void moveTo(int place) {
        at = place;
    }

    /** Where the last member begins: its key's opening quote. */
    int memberStart() {
        return memberStart;
    }

    /** The bytes consumed since a place, which must be ASCII. */
    String textSince(int from) {
        return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Whether the bytes consumed since a place are these. */
    boolean isSince(int from, byte[] expected) {
        return Arrays.equals(bytes, from, at, expected, 0, expected.length);
    }

    /** The next byte that is not white space, not yet consumed. */
    byte peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next > ' ' || next < 0) {
                return next;
            }
            at++;
        }
        throw new MalformedAnswerException("more JSON", at);
    }

    /** Consumes one structural character. */
    void enter(char open) {
        if (peek() != open) {
            throw new MalformedAnswerException("'" + open + "'", at);
        }
        at++;
    }

    /** Moves to the value of the next member of an object that was entered; false, and out of the object, at its end. */
    boolean nextMember() {
        if (!nextElement('}')) {
            return false;
        }
        if (bytes[at] != '"') {
            throw new MalformedAnswerException("a key", at);
        }
        memberStart = at;
        skipString();
        boolean decode = escaped;
        key = decode ? JsonText.decodeUtf8(bytes, memberStart + 1, at - 1) : bytes;
        keyFrom = decode ? 0 : memberStart + 1;
        keyTo = decode ? key.length : at - 1;
        enter(':');
        peek();
        return true;
    }

    /** Moves to the next value of an array that was entered; false, and out of the array, at its end. */
    boolean nextElement() {
        return nextElement(']');
    }

    private boolean nextElement(char close) {
        byte next = peek();
        if (next == close) {
            at++;
            return false;
        }
        if (next == ',') {
            at++;
            peek();
        }
        return true;
    }

    /** Whether the last key is exactly this UTF-8. */
    boolean keyIs(byte[] name) {
        return keyLength() == name.length && keyIs(name, 0);
    }

    /** Whether the last key stands at this place of a longer text. */
    boolean keyIs(byte[] text, int from) {
        int to = from + keyLength();
        return to <= text.length && Arrays.equals(key, keyFrom, keyTo, text, from, to);
    }

    boolean keyStartsWith(byte[] prefix) {
        int to = keyFrom + prefix.length;
        return to <= keyTo && Arrays.equals(key, keyFrom, to, prefix, 0, prefix.length);
    }

    /** Whether the last key is this name, a dot and more. */
    boolean keyIsPathUnder(byte[] name) {
        return keyStartsWith(name) && keyLength() > name.length && key[keyFrom + name.length] == '.';
    }

    /** The first byte of the last key; 0 when it is empty. */
    byte keyFirst() {
        return keyFrom < keyTo ? key[keyFrom] : 0;
    }

    /** Bytes of the last key, escapes resolved. */
    int keyLength() {
        return keyTo - keyFrom;
    }

    byte[] keyUtf8() {
        return Arrays.copyOfRange(key, keyFrom, keyTo);
    }

    /** The last key as text. */
    String key() {
        return new String(key, keyFrom, keyTo - keyFrom, StandardCharsets.UTF_8);
    }

    /** Skips the value that begins here. */
    void skipValue() {
        byte first = peek();
        if (first == '"') {
            skipString();
        } else if ((first | 0x20) == '{') {
            skipContainer();
        } else {
            skipScalar();
        }
    }

    private void skipContainer() {
        int depth = 0;
        while (at < end) {
            byte next = bytes[at];
            if (next == '"') {
                skipString();
                continue;
            }
            at++;
            int folded = next | 0x20;
            if (folded == '{') {
                depth++;
            } else if (folded == '}' && --depth == 0) {
                return;
            }
        }
        throw new MalformedAnswerException("the end of an object or array", at);
    }

    private void skipScalar() {
        int from = at;
        while (at < end && isScalar(bytes[at])) {
            at++;
        }
        if (at == from) {
            throw new MalformedAnswerException("a value", at);
        }
    }

    private static boolean isScalar(byte next) {
        return next == '-' || next == '+' || next == '.' || (next >= '0' && next <= '9') || Character.isLetter(next);
    }

    private void skipString() {
        escaped = false;
        at++;
        while (true) {
            at = firstSpecial(at);
            if (at >= end) {
                throw new MalformedAnswerException("the end of a string", at);
            }
            if (bytes[at++] == '"') {
                return;
            }
            escaped = true;
            at++;
        }
    }

    /** The place of the next quote or backslash. */
    private int firstSpecial(int from) {
        int place = from;
        while (place + Long.BYTES <= end) {
            long word = (long) WORD.get(bytes, place);
            long special = zeroBytes(word ^ QUOTES) | zeroBytes(word ^ BACKSLASHES);
            if (special != 0) {
                return place + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            place += Long.BYTES;
        }
        while (place < end && bytes[place] != '"' && bytes[place] != '\\') {
            place++;
        }
        return place;
    }

    // "Determine if a word has a zero byte", Bit Twiddling Hacks; the lowest set bit is exact.
    private static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /** The string that begins here, decoded. */
    String readString() {
        if (peek() != '"') {
            throw new MalformedAnswerException("a string", at);
        }
        int from = at + 1;
        skipString();
        return JsonText.decode(bytes, from, at - 1);
    }

    /** The score that begins here; NaN for any other value than a number. */
    double readScore() {
        byte first = peek();
        int from = at;
        skipValue();
        return first >= '0' && first <= '9' ? JsonNumber.score(bytes, from, at) : Double.NaN;
    }

    /** The string that begins here as UTF-8. */
    byte[] readUtf8() {
        int from = at + 1;
        skipString();
        return JsonText.decodeUtf8(bytes, from, at - 1);
    }

    /** The number that begins here; NaN for any other value. */
    double readNumber() {
        byte first = peek();
        int from = at;
        skipValue();
        return first == '-' || (first >= '0' && first <= '9') ? JsonNumber.exact(bytes, from, at) : Double.NaN;
    }

    /** The integer that begins here; any other value is refused. */
    long readLong() {
        double value = readNumber();
        if (value != Math.rint(value)) {
            throw new MalformedAnswerException("an integer", at);
        }
        return (long) value;
    }
}
