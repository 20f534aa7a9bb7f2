package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.filter.FilterException;
import miroir.embedded.index.IndexView;
import miroir.embedded.json.Json;
import miroir.embedded.search.FacetSearch;
import miroir.embedded.search.Search;
import miroir.embedded.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Searching an index. */
final class SearchRoutes {

    private final Context context;
    private final AtomicLong requests = new AtomicLong();

    SearchRoutes(Context context) {
        this.context = context;
    }

    Reply route(Call call) {
        String uid = call.segment(1);
        SearchRequest request = switch (call.method()) {
            case "POST" -> SearchBody.read(call);
            case "GET" -> SearchQuery.read(call);
            default -> null;
        };
        if (request == null) {
            return Reply.empty(405);
        }
        return Reply.of(200, answer(uid, request, requestUid()));
    }

    Map<String, @Nullable Object> answer(String uid, SearchRequest request, String requestUid) {
        try {
            FilterCheck.requireFeatures(request.filter(), context.features()::isOn);
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_search_filter"), e.text());
        }
        try (IndexView view = context.engine().index(uid).view()) {
            long start = context.clock().millis();
            Map<String, @Nullable Object> answer = new Search(view, request, uid).run();
            answer.put("processingTimeMs", context.clock().millis() - start);
            answer.put("requestUid", requestUid);
            return answer;
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_search_filter"), "Index `" + uid + "`: " + e.text());
        }
    }

    /** Searches the values of a facet; the errors of this route do not name the index. */
    Reply facetRoute(Call call) {
        if (!call.method().equals("POST")) {
            return Reply.empty(405);
        }
        FacetSearchBody body = FacetSearchBody.read(call);
        String uid = call.segment(1);
        try (IndexView view = context.engine().index(uid).view()) {
            FilterCheck.requireFeatures(body.search().filter(), context.features()::isOn);
            long start = context.clock().millis();
            List<?> hits = new FacetSearch(view, body.facetName(), body.facetQuery())
                    .run(new Search(view, body.search(), uid));
            return Reply.of(
                    200,
                    Json.object(
                            "facetHits",
                            hits,
                            "facetQuery",
                            body.facetQuery(),
                            "processingTimeMs",
                            context.clock().millis() - start));
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_search_filter"), e.text());
        }
    }

    String requestUid() {
        long millis = context.clock().millis();
        long count = requests.incrementAndGet();
        return new UUID(millis << 16 | 0x7000 | (count & 0xfff), 0x8000_0000_0000_0000L | count).toString();
    }

    /** The parameters both forms share, in the order errors list them. */
    static List<String> names(boolean body) {
        List<String> start = List.of(
                "q",
                "offset",
                "limit",
                "page",
                "hitsPerPage",
                "attributesToRetrieve",
                "attributesToCrop",
                "cropLength",
                "cropMarker",
                "attributesToHighlight",
                "highlightPreTag",
                "highlightPostTag",
                "showMatchesPosition",
                "filter",
                "sort",
                "distinct",
                "facets",
                "matchingStrategy",
                "attributesToSearchOn",
                "rankingScoreThreshold",
                "locales");
        List<String> middle = body
                ? List.of("hybrid", "vector", "retrieveVectors", "media", "personalize")
                : List.of(
                        "hybridEmbedder", "hybridSemanticRatio", "vector", "retrieveVectors", "personalizeUserContext");
        List<String> end =
                List.of("useNetwork", "showRankingScore", "showRankingScoreDetails", "showPerformanceDetails");
        return java.util.stream.Stream.of(start, middle, end)
                .flatMap(List::stream)
                .toList();
    }
}
