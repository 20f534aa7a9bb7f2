package miroir.engine.sim.light;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.placement.ShardMarker;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterException;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import miroir.embedded.search.Selection;
import org.jspecify.annotations.Nullable;

/** A search for everything that a filter selects, and the counts of documents by shard. */
final class LightSearch {
    private static final String[] KNOWN = {
        "q",
        "offset",
        "limit",
        "filter",
        "facets",
        "attributesToRetrieve",
        "showRankingScore",
        "showRankingScoreDetails"
    };

    private final LightIndex index;
    private final Settings settings;
    private final String uid;

    private LightSearch(LightIndex index, String uid) {
        this.index = index;
        this.settings = index.settings();
        this.uid = uid;
    }

    /** Answers a search; what is wrong with the filter's text comes before whether there is such an index. */
    static byte[] run(LightReads reads, String uid, EmbeddedRequest request) {
        Map<String, @Nullable Object> body = LightNode.body(request, KNOWN);
        LightFilter filter;
        try {
            filter = LightFilter.of(body.get("filter"));
        } catch (FilterException e) {
            throw new ApiException("invalid_search_filter", e.text());
        }
        return new LightSearch(reads.index(uid), uid).run(body, filter);
    }

    private byte[] run(Map<String, @Nullable Object> body, LightFilter filter) {
        String q = body.get("q") == null ? "" : String.valueOf(body.get("q"));
        boolean plain = q.isEmpty()
                && settings.distinct() == null
                && settings.rankingRules().equals(Settings.DEFAULT.rankingRules())
                && settings.displayed().equals(List.of("*"));
        LightNode.require(plain, "how to search", body);
        checkFacets(body.get("facets"));
        List<LightDocument> found = found(filter);
        int offset = LightNode.number(body, "offset", 0);
        int limit = LightNode.number(body, "limit", 20);
        long end = Math.min((long) offset + limit, settings.nestedInt("pagination", "maxTotalHits"));
        List<Object> hits = new ArrayList<>();
        for (int i = offset; i < Math.min(end, found.size()); i++) {
            hits.add(hit(found.get(i), body));
        }
        Map<String, @Nullable Object> answer = Json.object(
                "hits",
                hits,
                "query",
                q,
                "processingTimeMs",
                0,
                "limit",
                limit,
                "offset",
                offset,
                "estimatedTotalHits",
                found.size());
        if (body.get("facets") != null) {
            facets(found, answer);
        }
        answer.put("requestUid", "00000000-0000-7000-8000-000000000000");
        return Json.bytes(answer);
    }

    private List<LightDocument> found(LightFilter filter) {
        try {
            return index.matching(filter, true);
        } catch (FilterException e) {
            throw new ApiException("invalid_search_filter", "Index `" + uid + "`: " + e.text());
        }
    }

    private static Map<String, @Nullable Object> hit(LightDocument document, Map<String, @Nullable Object> body) {
        Object names = body.get("attributesToRetrieve");
        Map<String, @Nullable Object> hit = new LinkedHashMap<>(
                names == null ? document.tree() : Selection.pick(document.tree(), Json.asStrings(names)));
        if (Boolean.TRUE.equals(body.get("showRankingScore"))) {
            hit.put("_rankingScore", 1.0);
        }
        if (Boolean.TRUE.equals(body.get("showRankingScoreDetails"))) {
            hit.put("_rankingScoreDetails", Map.of());
        }
        return hit;
    }

    private void checkFacets(@Nullable Object facets) {
        if (facets == null) {
            return;
        }
        LightNode.require(Json.asStrings(facets).equals(List.of(ShardMarker.FIELD)), "the facets", facets);
        if (settings.filterableRule(ShardMarker.FIELD) == null) {
            String patterns = String.join(", ", settings.filterablePatterns());
            throw new ApiException(
                    "invalid_search_facets",
                    "Invalid facet distribution: Pattern `" + ShardMarker.FIELD + "` is not filterable. "
                            + (patterns.isEmpty()
                                    ? "This index does not have configured filterable attributes."
                                    : "Available filterable attributes patterns are: `" + patterns + "`."));
        }
    }

    private static void facets(List<LightDocument> found, Map<String, @Nullable Object> answer) {
        Map<String, Integer> counts = new TreeMap<>();
        for (LightDocument document : found) {
            if (document.tree().get(ShardMarker.FIELD) instanceof String marker) {
                counts.merge(marker, 1, Integer::sum);
            }
        }
        answer.put("facetDistribution", counts.isEmpty() ? Map.of() : Map.of(ShardMarker.FIELD, counts));
        answer.put("facetStats", Map.of());
    }
}
