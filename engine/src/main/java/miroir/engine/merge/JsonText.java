package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns the inside of a JSON string into text and text into JSON. */
final class JsonText {
    private JsonText() {}

    /** The text between two quotes. */
    static String decode(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw, from);
    }

    /** The text between two quotes as UTF-8. */
    static byte[] decodeUtf8(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\\') {
                return decode(bytes, from, to).getBytes(StandardCharsets.UTF_8);
            }
        }
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static String unescape(String raw, int place) {
        StringBuilder text = new StringBuilder(raw.length());
        int at = 0;
        try {
            while (at < raw.length()) {
                char next = raw.charAt(at++);
                if (next != '\\') {
                    text.append(next);
                } else if (raw.charAt(at) == 'u') {
                    text.append((char) Integer.parseInt(raw, at + 1, at + 5, 16));
                    at += 5;
                } else {
                    text.append(escaped(raw.charAt(at++)));
                }
            }
        } catch (IndexOutOfBoundsException | NumberFormatException malformed) {
            throw new MalformedAnswerException("an escape", place + at);
        }
        return text.toString();
    }

    private static char escaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    /** The text as a JSON string with its quotes, escaped as little as nodes do. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            switch (next) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (next < ' ') {
                        json.append(String.format("\\u%04x", (int) next));
                    } else {
                        json.append(next);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
