package miroir.engine.request;

import java.io.IOException;
import java.util.List;
import miroir.engine.error.Numbers;

/** Writes the search that a node is asked for a client's search. */
public final class NodeSearch {
    private NodeSearch() {}

    /**
     * The node's search returns all hits from the first to the last one wanted, with the score details that hits are
     * merged by; a search for words with the scores, which tell of exact matches what the details do not.
     */
    public static NodeSearchPlan plan(SearchRequest request, NodeAsk ask) {
        RetrievedAttributes attributes = RetrievedAttributes.of(request, ask);
        byte[] body = NodeBody.of(to -> {
            window(to, request.window());
            query(to, request, ask);
            format(to, request, attributes);
            boolean vectors = ask.displayed() == null || ask.displayed().contains("_vectors");
            to.flag("retrieveVectors", request.retrieveVectors() && vectors)
                    .flag("showRankingScore", request.showRankingScore() || hasWords(request))
                    .flag("showRankingScoreDetails", true)
                    .flag("showPerformanceDetails", request.showPerformanceDetails());
        });
        List<String> displayed = ask.displayed();
        return new NodeSearchPlan(body, attributes.strip(), attributes.stripFormatted(), displayed);
    }

    private static boolean hasWords(SearchRequest request) {
        String query = request.q();
        return query != null && !query.isBlank();
    }

    private static void window(NodeBody to, Window window) throws IOException {
        if (!window.isPaged()) {
            to.number("offset", 0).number("limit", window.end());
        } else if (window.count() == 0) {
            to.number("page", Numbers.saturated(window.pageOrFirst()))
                    .number("hitsPerPage", Numbers.saturated(window.pageSize()));
        } else {
            to.number("page", 1).number("hitsPerPage", window.end());
        }
    }

    private static void query(NodeBody to, SearchRequest request, NodeAsk ask) throws IOException {
        String strategy = request.matchingStrategy();
        to.text("q", request.q())
                .filter(ask.shardPredicate(), request.filter())
                .texts("sort", request.sort())
                .text("distinct", request.distinct())
                .texts("facets", request.facets().isEmpty() ? null : request.facets())
                .text("matchingStrategy", strategy.equals("last") ? null : strategy)
                .texts("attributesToSearchOn", request.attributesToSearchOn())
                .decimal("rankingScoreThreshold", request.rankingScoreThreshold())
                .texts("locales", request.locales());
    }

    private static void format(NodeBody to, SearchRequest request, RetrievedAttributes attributes) throws IOException {
        Formatting formatting = request.formatting();
        to.texts("attributesToRetrieve", attributes.retrieve());
        if (attributes.crop() != null) {
            to.texts("attributesToCrop", attributes.crop())
                    .number("cropLength", formatting.cropLength())
                    .text("cropMarker", formatting.cropMarker());
        }
        to.texts("attributesToHighlight", attributes.highlight());
        if (attributes.highlight() != null || attributes.crop() != null) {
            to.text("highlightPreTag", formatting.highlightPreTag())
                    .text("highlightPostTag", formatting.highlightPostTag());
        }
        to.flag("showMatchesPosition", formatting.showMatchesPosition());
    }
}
