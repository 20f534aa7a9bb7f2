package miroir.app.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.topology.AccessKey;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in the values of the file, and {@code $$} by a dollar sign. What only
 * looks like a variable is refused: as a key, it would be one that nobody meant.
 */
final class Variables {
    private static final Pattern DOLLAR = Pattern.compile(
            "\\$(?:(\\$)" + "|\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}" + "|([A-Za-z_][A-Za-z0-9_]*)" + "|(\\{))");

    private static final String HOW = "what stands for a variable is not read for variables again";

    private final Map<String, String> environment;
    private final Problems problems;

    Variables(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The text with its variables replaced; null, and a problem noted, when one is not set or not written as one. */
    @Nullable
    String replace(Setting setting) {
        StringBuilder replaced = new StringBuilder();
        Matcher matcher = DOLLAR.matcher(setting.text());
        boolean complete = true;
        boolean dollar = false;
        while (matcher.find()) {
            dollar |= matcher.group(1) != null;
            String value = matcher.group(1) != null ? "$" : value(matcher);
            if (value == null) {
                problems.add(setting.where(), setting.key(), problem(matcher));
                complete = false;
            }
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(value == null ? "" : value));
        }
        matcher.appendTail(replaced);
        if (complete && !dollar && AccessKey.isVariable(replaced.toString())) {
            problems.add(setting.where(), setting.key(), "comes to the name of a variable, not what it holds: " + HOW);
            return null;
        }
        return complete ? replaced.toString() : null;
    }

    /** As in a shell, an empty variable counts as unset where a default is given. */
    private @Nullable String value(Matcher matcher) {
        String name = matcher.group(2);
        String value = name == null ? null : environment.get(name);
        String fallback = matcher.group(3);
        return fallback != null && (value == null || value.isEmpty()) ? fallback : value;
    }

    /** What stands behind a dollar sign may be a part of a key: it is shown only when there is such a variable. */
    private String problem(Matcher matcher) {
        if (matcher.group(2) != null) {
            return "the variable " + matcher.group(2) + " is not set and has no default";
        }
        String name = matcher.group(4);
        String shown = name != null && environment.containsKey(name) ? name : "NAME";
        return "a variable is written ${" + shown + "} or ${" + shown + ":-default}, a dollar sign $$";
    }
}
