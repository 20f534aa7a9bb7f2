package miroir.core.merge;

/**
 * One value of a facet.
 *
 * @param key the value as shown, numbers as text
 * @param count documents that have it
 */
public record FacetValue(String key, long count) {}
