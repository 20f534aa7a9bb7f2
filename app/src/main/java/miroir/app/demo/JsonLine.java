package miroir.app.demo;

import java.math.BigDecimal;
import java.util.List;

/** Writes one flat JSON object in one line. */
final class JsonLine {
    private final StringBuilder text = new StringBuilder(640).append('{');

    JsonLine text(String key, String value) {
        quote(key(key), value);
        return this;
    }

    JsonLine texts(String key, List<String> values) {
        StringBuilder list = key(key).append('[');
        for (int i = 0; i < values.size(); i++) {
            quote(i == 0 ? list : list.append(','), values.get(i));
        }
        list.append(']');
        return this;
    }

    JsonLine number(String key, long value) {
        key(key).append(value);
        return this;
    }

    /** The number {@code value / 10^scale}, without zeros at its end. */
    JsonLine decimal(String key, long value, int scale) {
        key(key).append(plain(value, scale));
        return this;
    }

    JsonLine flag(String key, boolean value) {
        key(key).append(value);
        return this;
    }

    /** A point in ten-thousandths of a degree. */
    JsonLine geo(String key, long latitude, long longitude) {
        key(key).append("{\"lat\":").append(plain(latitude, 4));
        text.append(",\"lng\":").append(plain(longitude, 4)).append('}');
        return this;
    }

    String end() {
        return text.append('}').toString();
    }

    private static String plain(long value, int scale) {
        BigDecimal number = BigDecimal.valueOf(value, scale).stripTrailingZeros();
        return number.toPlainString();
    }

    private StringBuilder key(String key) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, key);
        return text.append(':');
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
