package miroir.embedded.filter;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts that stand for numbers. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private Numbers() {}

    /** The number, or null when the text is none. */
    static @Nullable Double parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? null : Double.valueOf(value);
    }
}
