package miroir.core.topology;

import java.util.Optional;

/** A key that is sent as bearer token. */
public final class AccessKey {
    /** How a key begins that only the store can read; no key may begin so. */
    public static final String SEALED = "sealed:";

    private AccessKey() {}

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
