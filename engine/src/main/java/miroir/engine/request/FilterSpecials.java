package miroir.engine.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The conditions about {@code _vectors} with quoted parts, and the start of {@code _foreign(…)}. */
final class FilterSpecials {
    private static final String NAME = "(?:[^\\s.\"'()=<>!,\\[\\]]+|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*')";
    private static final Pattern VECTORS = Pattern.compile("\\s*(_vectors\\." + NAME + "(?:\\.fragments\\." + NAME
            + "|\\.userProvided|\\.documentTemplate|\\.regenerate)?)\\s+(NOT\\s+)?EXISTS");

    private FilterSpecials() {}

    static @Nullable Filter vectors(FilterSource in) {
        Matcher vectors = VECTORS.matcher(in.text).region(in.at, in.text.length());
        if (!vectors.lookingAt()) {
            return null;
        }
        in.at = vectors.end();
        Filter exists = new Filter.Condition(null, "_vectors", vectors.group(1) + " EXISTS");
        return vectors.group(2) == null ? exists : new Filter.Not(exists);
    }

    static boolean takeForeign(FilterSource in) {
        int start = in.at;
        in.skipSpaces();
        if (in.text.substring(in.at, in.wordEnd(in.at)).equals("_foreign")) {
            in.at = in.wordEnd(in.at);
            return true;
        }
        in.at = start;
        return false;
    }
}
