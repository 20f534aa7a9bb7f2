package miroir.console.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The changes that have a form or a button. */
public enum WishKind {
    ADD_NODE,
    DRAIN_NODE,
    REMOVE_NODE,
    REPLACE_NODE,
    FAIL_NODE,
    ADD_GROUP,
    REMOVE_GROUP,
    FAIL_GROUP,
    REPLICATION_FACTOR;

    /** The name in forms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of that name. */
    public static Optional<WishKind> of(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }
}
