package miroir.core.wire;

import java.util.Arrays;
import java.util.Optional;

/** A constant of an enum that is written as one word, the same in the API and in the store, whatever its name in Java. */
public interface Wire {
    /** The word it is written as. */
    String wire();

    /** The constant that is written so; empty: none is. */
    static <E extends Enum<E> & Wire> Optional<E> find(Class<E> type, String wire) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.wire().equals(wire))
                .findFirst();
    }

    /** The constant that is written so; there has to be one. */
    static <E extends Enum<E> & Wire> E of(Class<E> type, String wire) {
        return find(type, wire)
                .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName() + " is `" + wire + "`"));
    }
}
