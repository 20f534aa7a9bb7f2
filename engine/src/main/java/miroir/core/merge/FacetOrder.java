package miroir.core.merge;

/** How the values of a facet are ordered. */
public enum FacetOrder {
    ALPHA,
    COUNT
}
