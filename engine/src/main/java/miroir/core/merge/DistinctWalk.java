package miroir.core.merge;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The distinct rule, walked once over hits in merged order. Not thread-safe. */
public final class DistinctWalk {
    private final Set<String> seen = new HashSet<>();
    private long duplicates;

    /**
     * Whether the hit stays: it has no value, or shares none with a hit that stayed before it.
     *
     * @param values normalised values of the distinct attribute, of which any one excludes
     */
    public boolean admits(Collection<String> values) {
        for (String value : values) {
            if (seen.contains(value)) {
                duplicates++;
                return false;
            }
        }
        seen.addAll(values);
        return true;
    }

    /** How many hits were refused so far. */
    public long duplicates() {
        return duplicates;
    }
}
