package miroir.engine.merge;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** JSON texts of every shape: nested, escaped, spaced at random, keys unique within an object. */
final class RandomJson {
    static final String[] KEYS = {
        "id",
        "title",
        "_miroir_shard",
        "_miroirX",
        "_formatted",
        "_geo",
        "",
        "a.b",
        "k\"q",
        "é\u2e00",
        "\uD83D\uDE00",
        "x\n",
        "year"
    };
    private static final String[] NUMBERS = {
        "0", "-0.0", "1.10", "1e400", "123456789012345678901234567890", "-5E-3", "2005"
    };
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t \r"};
    private static final String LETTERS = "ab\"\\/\b\n{}[],: é\u2e00\uD83D\uDE00\u0001";

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    String object(int depth) {
        Set<String> keys = new LinkedHashSet<>();
        for (int left = random.nextInt(7); left > 0; left--) {
            keys.add(KEYS[random.nextInt(KEYS.length)]);
        }
        StringBuilder json = new StringBuilder(space()).append('{').append(space());
        String separator = "";
        for (String key : keys) {
            json.append(separator)
                    .append(space())
                    .append(string(key))
                    .append(space())
                    .append(':');
            json.append(value(depth)).append(space());
            separator = ",";
        }
        return json.append('}').append(space()).toString();
    }

    private String value(int depth) {
        int kinds = depth == 0 ? 5 : 7;
        return space()
                + switch (random.nextInt(kinds)) {
                    case 0 -> "null";
                    case 1 -> random.nextBoolean() ? "true" : "false";
                    case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
                    case 3, 4 -> string(text());
                    case 5 -> object(depth - 1);
                    default -> array(depth - 1);
                };
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[").append(space());
        String separator = "";
        for (int left = random.nextInt(4); left > 0; left--) {
            json.append(separator).append(value(depth)).append(space());
            separator = ",";
        }
        return json.append(']').toString();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(20); left > 0; left--) {
            int point = LETTERS.codePointAt(random.nextInt(LETTERS.length()));
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'z' : point);
        }
        return text.toString();
    }

    /** A JSON string, now and then with escapes that are not needed. */
    String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char unit = text.charAt(at);
            boolean must = unit < ' ' || unit == '"' || unit == '\\';
            if ((random.nextInt(12) == 0 && !Character.isSurrogate(unit)) || unit < ' ') {
                json.append(String.format("\\u%04x", (int) unit));
            } else {
                json.append(must ? "\\" : "").append(unit);
            }
        }
        return json.append('"').toString();
    }

    private String space() {
        return SPACES[random.nextInt(SPACES.length)];
    }
}
