package miroir.engine.merge;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client must not see of a hit; {@code _miroir*} never is. Names may be paths that lead into objects.
 *
 * @param hit attributes of the hit itself that were asked for the merge's sake
 * @param formatted those of {@code _formatted}
 * @param displayed what {@code _matchesPosition} may show; null: everything
 */
public record HitStrip(
        Set<String> hit, Set<String> formatted, @Nullable List<String> displayed) {
    /** Nothing but {@code _miroir*}. */
    public static final HitStrip NONE = new HitStrip(Set.of(), Set.of(), null);
}
