package miroir.engine.request;

import org.jspecify.annotations.Nullable;

/** Writes the facet search that a node is asked for a client's. */
public final class NodeFacetSearch {
    private NodeFacetSearch() {}

    /**
     * The node's request. How far a node looks for matches that score high enough follows from its own, so with a
     * threshold each looks at all of them.
     *
     * @param shardPredicate a filter for the asked shards; null when the volume holds exactly them
     */
    public static byte[] body(FacetSearchRequest request, @Nullable String shardPredicate) {
        SearchRequest search = request.search();
        String strategy = search.matchingStrategy();
        return NodeBody.of(to -> to.text("facetName", request.facetName())
                .text("facetQuery", request.facetQuery())
                .text("q", search.q())
                .filter(shardPredicate, search.filter())
                .text("matchingStrategy", strategy.equals("last") ? null : strategy)
                .texts("attributesToSearchOn", search.attributesToSearchOn())
                .decimal("rankingScoreThreshold", search.rankingScoreThreshold())
                .texts("locales", search.locales())
                .flag("exhaustiveFacetCount", request.exhaustive() || search.rankingScoreThreshold() != null));
    }
}
