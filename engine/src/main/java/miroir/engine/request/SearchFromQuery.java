package miroir.engine.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import miroir.engine.error.Json;
import miroir.engine.error.QueryParam;
import miroir.engine.settings.Locales;

/** Reads one parameter of a search query into a draft. */
final class SearchFromQuery {
    private SearchFromQuery() {}

    static void read(SearchDraft draft, QueryParam raw) {
        SearchField field = SearchField.of(raw.name());
        QueryParam param = raw.as(field.code());
        switch (field) {
            case Q -> draft.q = param.value();
            case OFFSET -> draft.offset = param.unsigned();
            case LIMIT -> draft.limit = param.unsigned();
            case PAGE -> draft.page = param.unsigned();
            case HITS_PER_PAGE -> draft.hitsPerPage = param.unsigned();
            case FILTER -> draft.filter = filter(param);
            case SORT -> draft.sort = sort(param.value());
            case DISTINCT -> draft.distinct = param.value();
            case FACETS -> draft.facets = param.list();
            case RETRIEVE -> draft.attributesToRetrieve = SearchFromBody.distinct(param.list());
            case MATCHING_STRATEGY -> draft.matchingStrategy = param.oneOf(SearchFromBody.STRATEGIES);
            case SEARCH_ON -> draft.attributesToSearchOn = param.list();
            case THRESHOLD -> draft.rankingScoreThreshold = threshold(param);
            case LOCALES -> draft.locales = locales(param);
            case RETRIEVE_VECTORS -> draft.retrieveVectors = param.flag();
            case SCORE -> draft.showRankingScore = param.flag();
            case SCORE_DETAILS -> draft.showRankingScoreDetails = param.flag();
            case PERFORMANCE -> draft.showPerformanceDetails = param.flag();
            default -> readRare(draft, field, param);
        }
    }

    private static void readRare(SearchDraft draft, SearchField field, QueryParam param) {
        switch (field) {
            case CROP -> draft.attributesToCrop = param.list();
            case CROP_LENGTH -> draft.cropLength = param.count();
            case CROP_MARKER -> draft.cropMarker = param.value();
            case HIGHLIGHT -> draft.attributesToHighlight = SearchFromBody.distinct(param.list());
            case PRE_TAG -> draft.highlightPreTag = param.value();
            case POST_TAG -> draft.highlightPostTag = param.value();
            case MATCHES_POSITION -> draft.showMatchesPosition = param.flag();
            case USE_NETWORK -> {
                if (param.flag()) {
                    throw Unsupported.network();
                }
            }
            default -> throw Unsupported.vectorSearch(field.wire());
        }
    }

    /** A filter in a query string is JSON when it parses as JSON, else an expression. */
    static JsonNode filter(QueryParam param) {
        String text = param.value();
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            if (json.isNull()) {
                throw FilterSyntax.wrongShape(FilterSyntax.SHAPES, json, param.code());
            }
            return json.isMissingNode() ? TextNode.valueOf(text) : json;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** Splits at commas, but not at the one inside {@code _geoPoint(1,2):asc}. */
    static List<String> sort(String text) {
        List<String> sort = new ArrayList<>();
        boolean inPoint = false;
        for (String part : text.replaceAll("^\"+|\"+$", "").split(",", -1)) {
            String piece = part.strip();
            if (piece.startsWith("_geoPoint(")) {
                sort.add(piece);
                inPoint = true;
            } else if (inPoint) {
                int last = sort.size() - 1;
                sort.set(last, sort.get(last) + "," + piece);
                inPoint = !piece.endsWith("):desc") && !piece.endsWith("):asc");
            } else {
                sort.add(piece);
            }
        }
        return sort;
    }

    private static double threshold(QueryParam param) {
        boolean number = param.value().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
        double threshold = number ? Double.parseDouble(param.value()) : -1;
        if (threshold < 0 || threshold > 1) {
            throw param.unexpected(SearchFromBody.BAD_THRESHOLD);
        }
        return threshold;
    }

    private static List<String> locales(QueryParam param) {
        List<String> locales = param.list();
        for (String locale : locales) {
            if (!Locales.ALL.contains(locale)) {
                throw param.unexpected(Locales.unsupported(locale));
            }
        }
        return locales;
    }
}
