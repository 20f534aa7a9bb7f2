package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * A search as a client asks for it; null means not given.
 *
 * @param filter a string or an array, not yet checked
 * @param facets empty: none, as when not given
 */
public record SearchRequest(
        @Nullable String q,
        Window window,
        @Nullable JsonNode filter,
        @Nullable List<String> sort,
        @Nullable String distinct,
        List<String> facets,
        @Nullable List<String> attributesToRetrieve,
        Formatting formatting,
        String matchingStrategy,
        @Nullable List<String> attributesToSearchOn,
        @Nullable Double rankingScoreThreshold,
        @Nullable List<String> locales,
        boolean showRankingScore,
        boolean showRankingScoreDetails,
        boolean showPerformanceDetails,
        boolean retrieveVectors) {

    /** The same, which searches in these attributes. */
    public SearchRequest searchingOn(List<String> attributes) {
        return new SearchRequest(
                q,
                window,
                filter,
                sort,
                distinct,
                facets,
                attributesToRetrieve,
                formatting,
                matchingStrategy,
                attributes,
                rankingScoreThreshold,
                locales,
                showRankingScore,
                showRankingScoreDetails,
                showPerformanceDetails,
                retrieveVectors);
    }

    /** Reads the body of {@code POST …/search}. */
    public static SearchRequest fromJson(byte[] body) {
        return fromJson(BodyValue.parse(body, ErrorCode.BAD_REQUEST));
    }

    /** Throws for a fault that a node finds before it looks for the index. */
    public void checkFilter() {
        if (filter != null) {
            FilterSyntax.parse(filter, ErrorCode.INVALID_SEARCH_FILTER);
        }
    }

    /** Reads a search inside a larger body. */
    public static SearchRequest fromJson(BodyValue search) {
        SearchDraft draft = new SearchDraft();
        search.members(SearchField.BODY_NAMES, (name, value) -> SearchFromBody.read(draft, name, value));
        return draft.build();
    }

    /** Reads the query of {@code GET …/search}. */
    public static SearchRequest fromQuery(Map<String, List<String>> query) {
        SearchDraft draft = new SearchDraft();
        QueryParam.each(query, SearchField.QUERY_NAMES, param -> SearchFromQuery.read(draft, param));
        return draft.build();
    }

    /** The same search for its totals and facets alone, whatever matches score. */
    public SearchRequest counting() {
        SearchDraft counting = new SearchDraft();
        counting.q = q;
        counting.limit = 0;
        counting.filter = filter;
        counting.sort = sort;
        counting.facets = facets;
        counting.matchingStrategy = matchingStrategy;
        counting.attributesToSearchOn = attributesToSearchOn;
        counting.locales = locales;
        return counting.build();
    }
}
