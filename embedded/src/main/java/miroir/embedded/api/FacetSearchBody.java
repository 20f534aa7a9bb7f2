package miroir.embedded.api;

import java.util.List;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * A search for values of a facet; fields of its body that are not known are passed over.
 *
 * @param search finds the documents that values are counted over
 */
record FacetSearchBody(String facetName, @Nullable String facetQuery, SearchRequest search) {

    private static final JsonNumber WALKED = new JsonNumber("20");
    private static final JsonNumber NONE = new JsonNumber("0");

    static FacetSearchBody read(Call call) {
        Body body = Body.of(Values.object(Body.json(call)));
        String query = body.string("facetQuery", "invalid_facet_search_query");
        String name = body.string("facetName", "invalid_facet_search_facet_name");
        if (name == null) {
            throw body.isGiven("facetName")
                    ? Values.type("invalid_facet_search_facet_name", ".facetName", "a string", null)
                    : new ApiException("missing_facet_search_facet_name", "Missing field `facetName`");
        }
        boolean exhaustive = body.bool("exhaustiveFacetCount", "invalid_facet_search_exhaustive_facet_count");
        SearchRequest search = new SearchRequest(
                body.string("q", "invalid_search_q"),
                new SearchRequest.Paging(NONE, WALKED, exhaustive ? NONE : null, null),
                new SearchRequest.Format(null, List.of(), List.of(), 0, "", "", "", false),
                SearchBody.matching(body),
                new SearchRequest.Show(false, false),
                SearchBody.filter(body),
                List.of(),
                List.of(),
                null,
                null);
        return new FacetSearchBody(name, query, search);
    }
}
