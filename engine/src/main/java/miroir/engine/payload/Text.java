package miroir.engine.payload;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks of the bytes inside JSON tokens, with serde_json's words. */
final class Text {
    static final String CONTROL = "control character (\\u0000-\\u001F) found while parsing a string";
    static final String NOT_UTF8 = "invalid unicode code point";
    static final String OUT_OF_RANGE = "number out of range";

    /** Only longer numbers, or ones with an exponent, can leave the range of a double. */
    private static final int SURELY_IN_RANGE = 300;

    private Text() {}

    /** A fault and the offset of the byte after the one that shows it. */
    record Flaw(String text, int end) {}

    /** The first escaped surrogate without its partner between {@code from} and the closing quote at {@code to}. */
    static @Nullable Flaw surrogateFlaw(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\' && json[++i] == 'u') {
                int unit = hex(json, i + 1);
                i += 4;
                if (unit >= 0xDC00 && unit <= 0xDFFF) {
                    return new Flaw("lone leading surrogate in hex escape", i + 1);
                }
                if (unit >= 0xD800 && unit <= 0xDBFF) {
                    Flaw flaw = partnerFlaw(json, i + 1);
                    if (flaw != null) {
                        return flaw;
                    }
                    i += 6;
                }
            }
        }
        return null;
    }

    private static @Nullable Flaw partnerFlaw(byte[] json, int at) {
        if (json[at] != '\\') {
            return new Flaw("unexpected end of hex escape", at + 1);
        }
        if (json[at + 1] != 'u') {
            return new Flaw("unexpected end of hex escape", at + 2);
        }
        int unit = hex(json, at + 2);
        return unit < 0xDC00 || unit > 0xDFFF ? new Flaw("lone leading surrogate in hex escape", at + 6) : null;
    }

    static int hex(byte[] json, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = (value << 4) | Character.digit(json[i], 16);
        }
        return value;
    }

    /** Whether a well-formed number is too large for a double. */
    static boolean outOfRange(byte[] json, int from, int to) {
        boolean suspect = to - from > SURELY_IN_RANGE;
        for (int i = from; i < to && !suspect; i++) {
            suspect = json[i] == 'e' || json[i] == 'E';
        }
        return suspect
                && Double.isInfinite(
                        Double.parseDouble(new String(json, from, to - from, StandardCharsets.ISO_8859_1)));
    }

    static boolean isUtf8(byte[] bytes, int from, int to) {
        return utf8UpTo(bytes, from, to) == to;
    }

    /** The offset of the first byte that is not part of well-formed UTF-8, or {@code to}. */
    static int utf8UpTo(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int length = bytes[i] >= 0 ? 1 : sequence(bytes, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return to;
    }

    /** Length of the multi-byte sequence at {@code i}, 0 when malformed (Unicode 15, table 3-7). */
    private static int sequence(byte[] bytes, int i, int to) {
        int lead = bytes[i] & 0xff;
        int length = sequenceLength(lead);
        if (length == 0 || to - i < length) {
            return 0;
        }
        int second = bytes[i + 1] & 0xff;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        boolean valid = second >= low && second <= high;
        for (int k = 2; k < length; k++) {
            valid &= (bytes[i + k] & 0xC0) == 0x80;
        }
        return valid ? length : 0;
    }

    private static int sequenceLength(int lead) {
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }
}
