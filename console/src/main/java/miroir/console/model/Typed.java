package miroir.console.model;

import java.util.Map;
import miroir.core.plan.TopologyWish;
import org.jspecify.annotations.Nullable;

/**
 * What an operator typed to ask for a plan.
 *
 * @param kind what was asked for; null: nothing was typed yet
 * @param errors by field, one sentence each
 * @param wish the same as a wish; null when there are errors
 */
public record Typed(
        @Nullable WishKind kind,
        Map<String, String> values,
        Map<String, String> errors,
        @Nullable TopologyWish wish) {
    /** Nothing yet. */
    public static final Typed NOTHING = new Typed(null, Map.of(), Map.of(), null);

    String value(String field) {
        return values.getOrDefault(field, "");
    }

    String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** What was typed when it is of that kind, else nothing, so that one form's errors do not show in another. */
    Typed on(WishKind form) {
        return kind == form ? this : NOTHING;
    }
}
