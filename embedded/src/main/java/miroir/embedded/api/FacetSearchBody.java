package miroir.embedded.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
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
        Map<String, @Nullable Object> fields = Values.object(Body.json(call));
        // the first fault in the order of the fields is told
        fields.forEach((name, value) -> check(Body.of(Collections.singletonMap(name, value))));
        Body body = Body.of(fields);
        String query = body.string("facetQuery", "invalid_facet_search_query");
        String name = body.string("facetName", "invalid_facet_search_facet_name");
        if (name == null) {
            throw body.given("facetName")
                    ? Values.type("invalid_facet_search_facet_name", ".facetName", "a string", null)
                    : new ApiException("missing_facet_search_facet_name", "Missing field `facetName`");
        }
        boolean exhaustive = exhaustive(body);
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

    private static void check(Body alone) {
        alone.string("facetQuery", "invalid_facet_search_query");
        alone.string("facetName", "invalid_facet_search_facet_name");
        exhaustive(alone);
    }

    private static boolean exhaustive(Body body) {
        String name = "exhaustiveFacetCount";
        return body.has(name) && body.bool(name, "invalid_facet_search_exhaustive_facet_count");
    }
}
