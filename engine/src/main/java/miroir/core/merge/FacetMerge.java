package miroir.core.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import miroir.core.placement.ShardMarker;
import org.jspecify.annotations.Nullable;

/**
 * Sums the facets of disjoint document sets and orders them as one node would. Where spellings of one value differ, the
 * most frequent one is shown.
 */
public final class FacetMerge {
    private FacetMerge() {}

    /**
     * The facets of all answers together, by field name.
     *
     * @param candidates all matching documents; a node orders numbers differently for many of them
     */
    public static SortedMap<String, FacetField> merge(
            Collection<? extends Map<String, FacetField>> answers, FacetRules rules, long candidates) {
        SortedMap<String, List<FacetField>> parts = new TreeMap<>(Utf8Order::compare);
        for (Map<String, FacetField> answer : answers) {
            answer.forEach((field, facet) -> {
                if (!ShardMarker.isReserved(field)) {
                    parts.computeIfAbsent(field, name -> new ArrayList<>()).add(facet);
                }
            });
        }
        SortedMap<String, FacetField> merged = new TreeMap<>(Utf8Order::compare);
        parts.forEach((field, facets) -> merged.put(
                field,
                new FacetField(
                        new FacetFieldMerge(facets).shown(rules.orderOf(field), candidates, rules.maxValues()),
                        bounds(facets))));
        return merged;
    }

    private static @Nullable FacetBounds bounds(List<FacetField> facets) {
        FacetBounds all = null;
        for (FacetField facet : facets) {
            FacetBounds one = facet.bounds();
            all = all == null || one == null ? (all == null ? one : all) : all.widenedBy(one);
        }
        return all;
    }
}
