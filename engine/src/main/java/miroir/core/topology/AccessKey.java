package miroir.core.topology;

import java.util.Optional;
import java.util.regex.Pattern;

/** A key that is sent as bearer token. */
public final class AccessKey {
    /** How a key begins that only the store can read; no key may begin so. */
    public static final String SEALED = "sealed:";

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|\\{[A-Za-z_][^}]*})");

    private AccessKey() {}

    /** Whether all of the text is a variable, {@code $NAME} or <code>${NAME}</code>, that nothing has replaced. */
    public static boolean isVariable(String text) {
        return VARIABLE.matcher(text).matches();
    }

    /** What is wrong with a key that a flag or a variable holds, without a word of it; empty: nothing. */
    public static Optional<String> problemAsGiven(String key) {
        return isVariable(key)
                ? Optional.of("is the name of a variable, not what it holds: nothing but a shell, in double quotes, and"
                        + " miroir.yml replace one")
                : problem(key);
    }

    /** What is wrong with a key, without a word of it; empty: nothing. */
    public static Optional<String> problem(String key) {
        if (key.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (!key.chars().allMatch(c -> c >= ' ' && c <= '~') || !key.equals(key.strip())) {
            return Optional.of("must be printable ASCII and must not begin or end with a space");
        }
        return key.startsWith(SEALED) ? Optional.of("must not begin with " + SEALED) : Optional.empty();
    }
}
