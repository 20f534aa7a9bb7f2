package miroir.engine.merge;

import java.util.List;
import java.util.Set;
import miroir.core.merge.FacetRules;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for, as far as it shapes the merged answer.
 *
 * @param query the client's {@code q}
 * @param maxTotalHits hits beyond this place are never shown
 * @param primaryKey decides between hits that rank the same
 * @param strip what was added for the merge and is cut again
 * @param hiddenInDetails sort fields the client may not see
 * @param distinct attribute of which each value is shown once
 * @param facets absent when no facets were asked for
 * @param missingShards shards no volume answered for
 */
public record SearchMergeRequest(
        @Nullable String query,
        Paging paging,
        int maxTotalHits,
        @Nullable String primaryKey,
        HitStrip strip,
        boolean keepRankingScore,
        boolean keepRankingScoreDetails,
        Set<String> hiddenInDetails,
        @Nullable String distinct,
        @Nullable FacetRules facets,
        long processingTimeMs,
        String requestUid,
        List<Integer> missingShards) {}
