package miroir.core.merge;

/**
 * One end of a facet's numbers.
 *
 * @param text the number as the node printed it, so that it passes through unchanged
 */
public record FacetBound(double value, String text) {}
