package miroir.engine.payload;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Steps over JSON that was checked before, by offsets. */
final class JsonText {
    private JsonText() {}

    /** A member of an object: offsets of the key with its quotes and of the value. */
    record Member(int keyFrom, int keyTo, int valueFrom, int valueTo) {}

    static int skipSpace(byte[] json, int at) {
        int i = at;
        while (json[i] == ' ' || json[i] == '\n' || json[i] == '\t' || json[i] == '\r') {
            i++;
        }
        return i;
    }

    /** The offset after the closing quote of the string that opens at {@code at}. */
    static int skipString(byte[] json, int at) {
        int i = at + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    /** The offset after the value at {@code at}. */
    static int skipValue(byte[] json, int at) {
        int depth = 0;
        int i = at;
        do {
            byte b = json[i];
            if (b == '"') {
                i = skipString(json, i);
            } else if (depth == 0 && b != '{' && b != '[') {
                return skipScalar(json, i);
            } else {
                depth += nesting(b);
                i++;
            }
        } while (depth > 0);
        return i;
    }

    /** The offset after the number or word at {@code at}. */
    static int skipScalar(byte[] json, int at) {
        int i = at;
        while (i < json.length && isScalar(json[i])) {
            i++;
        }
        return i;
    }

    private static boolean isScalar(byte b) {
        return isDigit(b) || (b >= 'a' && b <= 'z') || b == '-' || b == '+' || b == '.' || b == 'E';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a value that starts with this byte is a number. */
    static boolean startsNumber(byte b) {
        return b == '-' || isDigit(b);
    }

    /** Whether a number, normalised, has no fraction and no exponent. */
    static boolean isInteger(String number) {
        return number.chars().allMatch(c -> c == '-' || isDigit(c));
    }

    /** What a byte outside strings adds to the depth. */
    static int nesting(byte b) {
        return switch (b) {
            case '{', '[' -> 1;
            case '}', ']' -> -1;
            default -> 0;
        };
    }

    /** Visits the members of the object at {@code at} in order. */
    static void members(byte[] json, int at, Consumer<Member> visitor) {
        int i = skipSpace(json, at + 1);
        while (json[i] != '}') {
            int keyTo = skipString(json, i);
            int value = skipSpace(json, skipSpace(json, keyTo) + 1);
            int end = skipValue(json, value);
            visitor.accept(new Member(i, keyTo, value, end));
            i = next(json, end);
        }
    }

    /** Visits the offset of each element of the array at {@code at} in order. */
    static void elements(byte[] json, int at, Consumer<Integer> visitor) {
        int i = skipSpace(json, at + 1);
        while (json[i] != ']') {
            visitor.accept(i);
            i = next(json, skipValue(json, i));
        }
    }

    private static int next(byte[] json, int end) {
        int i = skipSpace(json, end);
        return json[i] == ',' ? skipSpace(json, i + 1) : i;
    }

    /** Whether the member has this name, escapes resolved. */
    static boolean isKey(byte[] json, Member member, String name) {
        int length = member.keyTo() - member.keyFrom() - 2;
        for (int i = 0; i < length; i++) {
            byte b = json[member.keyFrom() + 1 + i];
            if (b == '\\' || b < 0) {
                return string(json, member.keyFrom(), member.keyTo()).equals(name);
            }
            if (i >= name.length() || b != name.charAt(i)) {
                return false;
            }
        }
        return length == name.length();
    }

    /** The text of the string token between {@code from} and {@code to}, quotes included in the offsets. */
    static String string(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return unescaped(json, from, to);
            }
        }
        return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    private static String unescaped(byte[] json, int from, int to) {
        String raw = new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
            } else if (raw.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(escape(raw.charAt(i)));
            }
        }
        return text.toString();
    }

    private static char escape(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
