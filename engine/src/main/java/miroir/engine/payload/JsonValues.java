package miroir.engine.payload;

import java.nio.charset.StandardCharsets;

/** Names of JSON values in the words of serde, of milli and of deserr. */
final class JsonValues {
    private JsonValues() {}

    static String raw(byte[] json, int from, int to) {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    /** Serde's complaint about the value at {@code at}, {@code before} bytes after the start of what it parses. */
    static String invalidType(byte[] json, int at, String expected, int before) {
        boolean container = json[at] == '{' || json[at] == '[';
        int column = container ? 0 : before + JsonText.skipValue(json, at) - at;
        return "invalid type: " + serdeKind(json, at) + ", expected " + expected + " at line 1 column " + column;
    }

    private static String serdeKind(byte[] json, int at) {
        String text = CompactJson.text(json, at);
        return switch (json[at]) {
            case '{' -> "map";
            case '[' -> "sequence";
            case 'n' -> "null";
            case 't', 'f' -> "boolean `" + text + "`";
            case '"' -> "string " + text;
            default -> (JsonText.isInteger(text) ? "integer `" : "floating point `") + text + "`";
        };
    }

    /** Milli's name of a scalar with its value. */
    static String plainKind(byte[] json, int at) {
        String text = CompactJson.text(json, at);
        return switch (json[at]) {
            case 't', 'f' -> "boolean `" + text + "`";
            case '"' -> "string `" + JsonText.string(json, at, JsonText.skipString(json, at)) + "`";
            default -> (JsonText.isInteger(text) ? "integer `" : "number `") + text + "`";
        };
    }

    /** Deserr's name of a value with the value. */
    static String foundKind(byte[] json, int at) {
        String text = CompactJson.text(json, at);
        return switch (json[at]) {
            case 'n' -> "null";
            case '{' -> "an object: `" + text + "`";
            case '[' -> "an array: `" + text + "`";
            case 't', 'f' -> "a boolean: `" + text + "`";
            case '"' -> "a string: `" + text + "`";
            default -> number(text) + ": `" + text + "`";
        };
    }

    private static String number(String text) {
        if (!JsonText.isInteger(text)) {
            return "a number";
        }
        return text.startsWith("-") ? "a negative integer" : "a positive integer";
    }
}
