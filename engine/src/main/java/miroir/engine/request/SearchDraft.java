package miroir.engine.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search while it is being read, holding Meilisearch's defaults. */
final class SearchDraft {
    @Nullable
    String q;

    long offset;
    long limit = Paging.DEFAULT_LIMIT;

    @Nullable
    Long page;

    @Nullable
    Long hitsPerPage;

    @Nullable
    JsonNode filter;

    @Nullable
    List<String> sort;

    @Nullable
    String distinct;

    List<String> facets = List.of();

    @Nullable
    List<String> attributesToRetrieve;

    @Nullable
    List<String> attributesToCrop;

    long cropLength = 10;
    String cropMarker = "…";

    @Nullable
    List<String> attributesToHighlight;

    String highlightPreTag = "<em>";
    String highlightPostTag = "</em>";
    boolean showMatchesPosition;
    String matchingStrategy = "last";

    @Nullable
    List<String> attributesToSearchOn;

    @Nullable
    Double rankingScoreThreshold;

    @Nullable
    List<String> locales;

    boolean showRankingScore;
    boolean showRankingScoreDetails;
    boolean showPerformanceDetails;
    boolean retrieveVectors;

    SearchRequest build() {
        return new SearchRequest(
                q,
                new Window(offset, limit, page, hitsPerPage),
                filter,
                sort,
                distinct,
                facets,
                attributesToRetrieve,
                new Formatting(
                        attributesToCrop,
                        cropLength,
                        cropMarker,
                        attributesToHighlight,
                        highlightPreTag,
                        highlightPostTag,
                        showMatchesPosition),
                matchingStrategy,
                attributesToSearchOn,
                rankingScoreThreshold,
                locales,
                showRankingScore,
                showRankingScoreDetails,
                showPerformanceDetails,
                retrieveVectors);
    }
}
