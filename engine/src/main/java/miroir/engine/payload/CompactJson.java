package miroir.engine.payload;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import miroir.engine.error.RustNumber;

/** Prints checked JSON the way serde_json prints a parsed value: no spaces, numbers normalised, last key wins. */
final class CompactJson {
    /** One node cannot parse deeper values, so nothing it prints is deeper; the rest is copied. */
    private static final int DEPTH = 128;

    private CompactJson() {}

    static String text(byte[] json, int from) {
        return text(json, JsonText.skipSpace(json, from), 0);
    }

    private static String text(byte[] json, int from, int depth) {
        int to = JsonText.skipValue(json, from);
        return switch (depth > DEPTH ? 0 : json[from]) {
            case '{' -> object(json, from, depth);
            case '[' -> array(json, from, depth);
            case '"' -> quoted(JsonText.string(json, from, to));
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> RustNumber.normalized(raw(json, from, to));
            default -> raw(json, from, to);
        };
    }

    private static String object(byte[] json, int from, int depth) {
        Map<String, String> members = new LinkedHashMap<>();
        JsonText.members(
                json,
                from,
                m -> members.put(JsonText.string(json, m.keyFrom(), m.keyTo()), text(json, m.valueFrom(), depth + 1)));
        return object(members);
    }

    /** An object of names and printed values, in the map's order. */
    static String object(Map<String, String> members) {
        StringJoiner out = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> out.add(quoted(name) + ":" + value));
        return out.toString();
    }

    private static String array(byte[] json, int from, int depth) {
        StringJoiner out = new StringJoiner(",", "[", "]");
        JsonText.elements(json, from, at -> out.add(text(json, at, depth + 1)));
        return out.toString();
    }

    private static String raw(byte[] json, int from, int to) {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
