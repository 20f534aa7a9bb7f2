package miroir.engine.request;

import static miroir.engine.error.ErrorCode.*;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import miroir.engine.error.ErrorCode;

/** The fields of a search and the codes of their errors. */
enum SearchField {
    Q("q", INVALID_SEARCH_Q),
    OFFSET("offset", INVALID_SEARCH_OFFSET),
    LIMIT("limit", INVALID_SEARCH_LIMIT),
    PAGE("page", INVALID_SEARCH_PAGE),
    HITS_PER_PAGE("hitsPerPage", INVALID_SEARCH_HITS_PER_PAGE),
    RETRIEVE("attributesToRetrieve", INVALID_SEARCH_ATTRIBUTES_TO_RETRIEVE),
    CROP("attributesToCrop", INVALID_SEARCH_ATTRIBUTES_TO_CROP),
    CROP_LENGTH("cropLength", INVALID_SEARCH_CROP_LENGTH),
    CROP_MARKER("cropMarker", INVALID_SEARCH_CROP_MARKER),
    HIGHLIGHT("attributesToHighlight", INVALID_SEARCH_ATTRIBUTES_TO_HIGHLIGHT),
    PRE_TAG("highlightPreTag", INVALID_SEARCH_HIGHLIGHT_PRE_TAG),
    POST_TAG("highlightPostTag", INVALID_SEARCH_HIGHLIGHT_POST_TAG),
    MATCHES_POSITION("showMatchesPosition", INVALID_SEARCH_SHOW_MATCHES_POSITION),
    FILTER("filter", INVALID_SEARCH_FILTER),
    SORT("sort", INVALID_SEARCH_SORT),
    DISTINCT("distinct", INVALID_SEARCH_DISTINCT),
    FACETS("facets", INVALID_SEARCH_FACETS),
    MATCHING_STRATEGY("matchingStrategy", INVALID_SEARCH_MATCHING_STRATEGY),
    SEARCH_ON("attributesToSearchOn", INVALID_SEARCH_ATTRIBUTES_TO_SEARCH_ON),
    THRESHOLD("rankingScoreThreshold", INVALID_SEARCH_RANKING_SCORE_THRESHOLD),
    LOCALES("locales", INVALID_SEARCH_LOCALES),
    HYBRID("hybrid", INVALID_SEARCH_HYBRID_QUERY),
    HYBRID_EMBEDDER("hybridEmbedder", INVALID_SEARCH_EMBEDDER),
    HYBRID_RATIO("hybridSemanticRatio", INVALID_SEARCH_SEMANTIC_RATIO),
    VECTOR("vector", INVALID_SEARCH_VECTOR),
    RETRIEVE_VECTORS("retrieveVectors", INVALID_SEARCH_RETRIEVE_VECTORS),
    MEDIA("media", INVALID_SEARCH_MEDIA),
    PERSONALIZE("personalize", INVALID_SEARCH_PERSONALIZE),
    PERSONALIZE_CONTEXT("personalizeUserContext", INVALID_SEARCH_PERSONALIZE_USER_CONTEXT),
    USE_NETWORK("useNetwork", INVALID_SEARCH_USE_NETWORK),
    SCORE("showRankingScore", INVALID_SEARCH_SHOW_RANKING_SCORE),
    SCORE_DETAILS("showRankingScoreDetails", INVALID_SEARCH_SHOW_RANKING_SCORE_DETAILS),
    PERFORMANCE("showPerformanceDetails", INVALID_SEARCH_SHOW_PERFORMANCE_DETAILS);

    /** The names in a JSON body, in the order in which errors list them. */
    static final List<String> BODY_NAMES = names("hybridEmbedder", "hybridSemanticRatio", "personalizeUserContext");

    /** The names in a query string, in the order in which errors list them. */
    static final List<String> QUERY_NAMES = names("hybrid", "media", "personalize");

    private static final Map<String, SearchField> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(SearchField::wire, Function.identity()));

    private final String wire;
    private final ErrorCode code;

    SearchField(String wire, ErrorCode code) {
        this.wire = wire;
        this.code = code;
    }

    String wire() {
        return wire;
    }

    ErrorCode code() {
        return code;
    }

    /** The field with a name that has been accepted. */
    static SearchField of(String wire) {
        SearchField field = BY_WIRE.get(wire);
        if (field == null) {
            throw new IllegalArgumentException(wire);
        }
        return field;
    }

    private static List<String> names(String... without) {
        return Arrays.stream(values())
                .map(SearchField::wire)
                .filter(name -> !List.of(without).contains(name))
                .toList();
    }
}
