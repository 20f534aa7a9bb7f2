package miroir.engine.request;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node's request and what must be taken out of its hits again. Names may be dotted paths.
 *
 * @param strip attributes of a hit that were asked for Miroir's sake
 * @param stripFormatted attributes of {@code _formatted} that are there for Miroir's sake
 * @param displayed what {@code _matchesPosition} may show; null: all but Miroir's field
 */
public record NodeSearchPlan(
        byte[] body,
        Set<String> strip,
        Set<String> stripFormatted,
        @Nullable List<String> displayed) {}
