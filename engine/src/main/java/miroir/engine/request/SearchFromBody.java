package miroir.engine.request;

import java.util.LinkedHashSet;
import java.util.List;
import miroir.engine.error.BodyValue;
import miroir.engine.settings.Locales;
import org.jspecify.annotations.Nullable;

/** Reads one member of a search body into a draft. */
final class SearchFromBody {
    static final List<String> STRATEGIES = List.of("last", "all", "frequency");
    static final String BAD_THRESHOLD =
            "the value of `rankingScoreThreshold` is invalid, expected a float between `0.0` and `1.0`.";

    private SearchFromBody() {}

    static void read(SearchDraft draft, String name, BodyValue raw) {
        SearchField field = SearchField.of(name);
        BodyValue value = raw.as(field.code());
        switch (field) {
            case Q -> draft.q = value.textOrNull();
            case OFFSET -> draft.offset = value.unsigned();
            case LIMIT -> draft.limit = value.unsigned();
            case PAGE -> draft.page = value.isNull() ? null : (Long) value.unsigned();
            case HITS_PER_PAGE -> draft.hitsPerPage = value.isNull() ? null : (Long) value.unsigned();
            case FILTER -> draft.filter = value.isNull() ? null : value.node();
            case SORT -> draft.sort = texts(value);
            case DISTINCT -> draft.distinct = value.textOrNull();
            case FACETS -> draft.facets = value.isNull() ? List.of() : value.texts();
            case RETRIEVE -> draft.attributesToRetrieve = distinct(texts(value));
            case MATCHING_STRATEGY -> draft.matchingStrategy = value.oneOf(STRATEGIES);
            case SEARCH_ON -> draft.attributesToSearchOn = texts(value);
            case THRESHOLD -> draft.rankingScoreThreshold = threshold(value);
            case LOCALES -> draft.locales = locales(value);
            case RETRIEVE_VECTORS -> draft.retrieveVectors = value.flag();
            case SCORE -> draft.showRankingScore = value.flag();
            case SCORE_DETAILS -> draft.showRankingScoreDetails = value.flag();
            case PERFORMANCE -> draft.showPerformanceDetails = value.flag();
            default -> readRare(draft, field, value);
        }
    }

    private static void readRare(SearchDraft draft, SearchField field, BodyValue value) {
        switch (field) {
            case CROP -> draft.attributesToCrop = texts(value);
            case CROP_LENGTH -> draft.cropLength = value.count();
            case CROP_MARKER -> draft.cropMarker = value.text();
            case HIGHLIGHT -> draft.attributesToHighlight = distinct(texts(value));
            case PRE_TAG -> draft.highlightPreTag = value.text();
            case POST_TAG -> draft.highlightPostTag = value.text();
            case MATCHES_POSITION -> draft.showMatchesPosition = value.flag();
            case USE_NETWORK -> {
                if (!value.isNull() && value.flag()) {
                    throw Unsupported.network();
                }
            }
            default -> {
                if (!value.isNull()) {
                    throw Unsupported.vectorSearch(field.wire());
                }
            }
        }
    }

    private static @Nullable Double threshold(BodyValue value) {
        if (value.isNull()) {
            return null;
        }
        double threshold = value.number();
        if (threshold < 0 || threshold > 1) {
            throw value.unexpected(BAD_THRESHOLD);
        }
        return threshold;
    }

    private static @Nullable List<String> locales(BodyValue value) {
        return value.isNull()
                ? null
                : value.items().stream().map(item -> item.oneOf(Locales.ALL)).toList();
    }

    private static @Nullable List<String> texts(BodyValue value) {
        return value.isNull() ? null : value.texts();
    }

    static @Nullable List<String> distinct(@Nullable List<String> names) {
        return names == null ? null : List.copyOf(new LinkedHashSet<>(names));
    }
}
