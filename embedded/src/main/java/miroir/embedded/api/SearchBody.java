package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.Filter;
import miroir.embedded.filter.FilterException;
import miroir.embedded.filter.FilterParser;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Reads a search from a JSON body. */
final class SearchBody {

    private SearchBody() {}

    static SearchRequest read(Call call) {
        Body body = Body.object(call, SearchRoutes.names(true), alone -> read(alone, null));
        Context.checkUid(call.segment(1), "");
        return read(body, filter(body));
    }

    static SearchRequest read(Call call, Map<String, @Nullable Object> fields) {
        Body body = Body.of(fields);
        read(body, null);
        Context.checkUid(call.segment(1), "");
        return read(body, filter(body));
    }

    static SearchRequest read(Body body, @Nullable Filter filter) {
        List<String> sort = body.strings("sort", "invalid_search_sort");
        body.bool("retrieveVectors", "invalid_search_retrieve_vectors");
        body.bool("showPerformanceDetails", "invalid_search_show_performance_details");
        if (body.has("useNetwork")) {
            body.bool("useNetwork", "invalid_search_use_network");
        }
        locales(body.strings("locales", "invalid_search_locales"));
        return new SearchRequest(
                body.string("q", "invalid_search_q"),
                paging(body),
                format(body),
                matching(body),
                new SearchRequest.Show(
                        body.bool("showRankingScore", "invalid_search_show_ranking_score"),
                        body.bool("showRankingScoreDetails", "invalid_search_show_ranking_score_details")),
                filter,
                orEmpty(sort),
                List.of(),
                body.strings("facets", "invalid_search_facets"),
                body.string("distinct", "invalid_search_distinct"));
    }

    private static void locales(@Nullable List<String> names) {
        for (int i = 0; names != null && i < names.size(); i++) {
            if (!Locales.ALL.contains(names.get(i))) {
                throw new ApiException(
                        "invalid_search_locales",
                        "Unknown value `" + names.get(i) + "` at `.locales[" + i + "]`: expected one of "
                                + Values.quoted(Locales.ALL));
            }
        }
    }

    private static SearchRequest.Paging paging(Body body) {
        return new SearchRequest.Paging(
                body.number("offset", "invalid_search_offset", 0),
                body.number("limit", "invalid_search_limit", 20),
                body.has("page") ? body.number("page", "invalid_search_page", 1) : null,
                body.has("hitsPerPage") ? body.number("hitsPerPage", "invalid_search_hits_per_page", 20) : null);
    }

    private static SearchRequest.Format format(Body body) {
        return new SearchRequest.Format(
                body.strings("attributesToRetrieve", "invalid_search_attributes_to_retrieve"),
                orEmpty(body.strings("attributesToHighlight", "invalid_search_attributes_to_highlight")),
                orEmpty(body.strings("attributesToCrop", "invalid_search_attributes_to_crop")),
                body.unsigned("cropLength", "invalid_search_crop_length", 10),
                body.text("cropMarker", "invalid_search_crop_marker", "…"),
                body.text("highlightPreTag", "invalid_search_highlight_pre_tag", "<em>"),
                body.text("highlightPostTag", "invalid_search_highlight_post_tag", "</em>"),
                body.bool("showMatchesPosition", "invalid_search_show_matches_position"));
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    static SearchRequest.Matching matching(Body body) {
        String strategy = body.text("matchingStrategy", "invalid_search_matching_strategy", "last");
        if (!List.of("last", "all", "frequency").contains(strategy)) {
            throw new ApiException(
                    "invalid_search_matching_strategy",
                    "Unknown value `" + strategy
                            + "` at `.matchingStrategy`: expected one of `last`, `all`, `frequency`");
        }
        return new SearchRequest.Matching(
                "all".equals(strategy),
                body.strings("attributesToSearchOn", "invalid_search_attributes_to_search_on"),
                threshold(body.raw("rankingScoreThreshold")));
    }

    private static @Nullable Double threshold(@Nullable Object value) {
        String code = "invalid_search_ranking_score_threshold";
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonNumber number)) {
            throw Values.type(code, ".rankingScoreThreshold", "a number", value);
        }
        double threshold = number.doubleValue();
        if (threshold < 0 || threshold > 1) {
            throw new ApiException(
                    code,
                    "Invalid value at `.rankingScoreThreshold`: the value of `rankingScoreThreshold` is invalid,"
                            + " expected a float between `0.0` and `1.0`.");
        }
        return threshold;
    }

    static @Nullable Filter filter(Body body) {
        try {
            return FilterParser.parse(body.raw("filter"));
        } catch (FilterException e) {
            throw new ApiException("invalid_search_filter", e.text());
        }
    }
}
