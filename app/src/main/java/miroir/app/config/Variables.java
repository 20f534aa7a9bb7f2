package miroir.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${VAR}} and {@code ${VAR:-default}} in the values of the file. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*)(?::-([^}]*))?}");

    private final Map<String, String> environment;
    private final Problems problems;

    Variables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The text with its variables replaced; null, and a problem noted, when one is not set. */
    @Nullable
    String replace(Setting setting) {
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(setting.text());
        boolean complete = true;
        while (matcher.find()) {
            String value = value(matcher);
            if (value == null) {
                String name = matcher.group(1);
                problems.add(setting.where(), setting.key(), "the variable " + name + " is not set and has no default");
                complete = false;
            }
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(value == null ? "" : value));
        }
        matcher.appendTail(replaced);
        return complete ? replaced.toString() : null;
    }

    /** As in a shell, an empty variable counts as unset where a default is given. */
    private @Nullable String value(Matcher matcher) {
        String value = environment.get(matcher.group(1));
        String fallback = matcher.group(2);
        return fallback != null && (value == null || value.isEmpty()) ? fallback : value;
    }
}
