package miroir.core.merge;

import java.util.Map;

/**
 * The index settings that shape facets.
 *
 * @param maxValues most values shown per field
 * @param order the order of fields not named in {@code byField}
 */
public record FacetRules(int maxValues, FacetOrder order, Map<String, FacetOrder> byField) {
    /** Takes a copy of the map. */
    public FacetRules {
        byField = Map.copyOf(byField);
    }

    /** The order of one field's values. */
    public FacetOrder orderOf(String field) {
        return byField.getOrDefault(field, order);
    }
}
