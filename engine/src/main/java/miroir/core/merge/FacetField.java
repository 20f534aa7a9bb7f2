package miroir.core.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facet of one field.
 *
 * @param values in the order shown
 * @param bounds absent when no counted document has a number there
 */
public record FacetField(List<FacetValue> values, @Nullable FacetBounds bounds) {
    /** Takes a copy of the values. */
    public FacetField {
        values = List.copyOf(values);
    }
}
