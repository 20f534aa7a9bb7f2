package miroir.engine.request;

import java.util.List;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A search for values of a facet as a client asks for it.
 *
 * @param facetQuery what values begin like; null: all are wanted
 * @param exhaustive whether the search is to look at all its matches before it counts
 * @param search finds the documents that values are counted over
 */
public record FacetSearchRequest(
        String facetName, @Nullable String facetQuery, boolean exhaustive, SearchRequest search) {
    /** What it has in common with a search; Meilisearch passes over all else. */
    private static final List<String> OF_SEARCH = List.of(
            "q",
            "vector",
            "media",
            "hybrid",
            "filter",
            "matchingStrategy",
            "attributesToSearchOn",
            "rankingScoreThreshold",
            "locales",
            "useNetwork");

    /** The same over what another search finds. */
    public FacetSearchRequest over(SearchRequest other) {
        return new FacetSearchRequest(facetName, facetQuery, exhaustive, other);
    }

    /** Reads the body of {@code POST …/facet-search}. */
    public static FacetSearchRequest fromJson(byte[] body) {
        Draft draft = new Draft();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(draft::read);
        String name = draft.facetName;
        if (name == null) {
            throw new ApiException(ErrorCode.MISSING_FACET_SEARCH_FACET_NAME, "Missing field `facetName`");
        }
        return new FacetSearchRequest(name, draft.facetQuery, draft.exhaustive, draft.search.build());
    }

    private static final class Draft {
        private final SearchDraft search = new SearchDraft();
        private @Nullable String facetName;
        private @Nullable String facetQuery;
        private boolean exhaustive;

        void read(String name, BodyValue raw) {
            switch (name) {
                case "facetName" ->
                    facetName =
                            raw.as(ErrorCode.INVALID_FACET_SEARCH_FACET_NAME).text();
                case "facetQuery" ->
                    facetQuery = raw.as(ErrorCode.INVALID_FACET_SEARCH_QUERY).textOrNull();
                case "exhaustiveFacetCount" -> exhaustive = !raw.isNull() && exhaustive(raw);
                default -> {
                    if (OF_SEARCH.contains(name)) {
                        SearchFromBody.read(search, name, raw);
                    }
                }
            }
        }

        private static boolean exhaustive(BodyValue raw) {
            return raw.as(ErrorCode.INVALID_FACET_SEARCH_EXHAUSTIVE_FACET_COUNT).flag();
        }
    }
}
