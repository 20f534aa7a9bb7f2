package miroir.core.merge;

/** The smallest and the largest number of a facet. */
public record FacetBounds(FacetBound min, FacetBound max) {
    FacetBounds widenedBy(FacetBounds other) {
        return new FacetBounds(
                other.min.value() < min.value() ? other.min : min, other.max.value() > max.value() ? other.max : max);
    }
}
