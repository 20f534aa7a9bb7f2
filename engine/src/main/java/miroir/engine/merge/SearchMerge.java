package miroir.engine.merge;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import miroir.core.merge.DistinctWalk;
import miroir.core.merge.ExactMatches;
import miroir.core.merge.FacetBounds;
import miroir.core.merge.FacetField;
import miroir.core.merge.FacetMerge;
import miroir.core.merge.FacetRules;
import miroir.core.merge.FacetValue;
import miroir.core.merge.Merger;
import miroir.core.merge.Window;
import org.jspecify.annotations.Nullable;

/**
 * Merges the answers of the volumes to one search into the answer a single node would give. The volumes were asked from
 * offset 0, with scores and their details.
 */
public final class SearchMerge {
    private static final Window ALL = new Window(0, Integer.MAX_VALUE);

    private final SearchMergeRequest request;
    private final HitMembers members;
    private final List<HitPage> pages;
    private final List<HitPage> counts;
    private long total;

    private SearchMerge(SearchMergeRequest request, List<HitPage> pages, List<HitPage> counts) {
        this.request = request;
        this.members = HitMembers.ofSearch(request.strip(), request.keepRankingScore());
        this.pages = pages;
        this.counts = counts;
        this.total = counts.stream().mapToLong(HitPage::total).sum();
    }

    /**
     * Takes answers apart, one after the other; anything but a search answer is a {@link MalformedAnswerException}.
     *
     * @param heaviest the weight of the last searchable attribute, 0 when all count the same
     */
    public static Function<VolumeAnswer, HitPage> reader(
            HitStrip strip,
            boolean keepRankingScore,
            @Nullable String primaryKey,
            @Nullable String distinct,
            int heaviest) {
        HitReader reader = new HitReader(HitMembers.ofSearch(strip, keepRankingScore), primaryKey, distinct, heaviest);
        return answer -> HitPage.ofSearch(answer, reader);
    }

    /**
     * The client's answer. With {@code distinct} the total is the sum of the nodes' totals without the duplicates seen,
     * so an approximation.
     */
    public static SearchMerged merge(SearchMergeRequest request, List<HitPage> pages) {
        return merge(request, pages, pages);
    }

    /** The same with totals and facets from answers of their own. */
    public static SearchMerged merge(SearchMergeRequest request, List<HitPage> pages, List<HitPage> counts) {
        SearchMerge merge = new SearchMerge(request, pages, counts);
        byte[] body = merge.write(merge.shown());
        int dropped = merge.pages.stream().mapToInt(HitPage::dropped).sum();
        return new SearchMerged(body, dropped, merge.pages.stream().anyMatch(HitPage::skipped));
    }

    private List<Hit> shown() {
        List<List<Hit>> lists = pages.stream().map(HitPage::hits).toList();
        ExactMatches.agree(lists, hit -> hit.rank, (hit, rank) -> hit.rank = rank);
        Window window = request.paging().window().endingBy(request.maxTotalHits());
        if (request.distinct() == null) {
            return Merger.merge(lists, Hit.ORDER, window);
        }
        DistinctWalk walk = new DistinctWalk();
        List<Hit> kept = Merger.merge(lists, Hit.ORDER, ALL).stream()
                .filter(hit -> walk.admits(hit.distinct))
                .toList();
        total = Math.max(kept.size(), total - walk.duplicates());
        return kept.subList(Math.min(window.offset(), kept.size()), Math.min(window.end(), kept.size()));
    }

    private byte[] write(List<Hit> hits) {
        JsonBuffer out = new JsonBuffer(
                1024 + hits.stream().mapToInt(hit -> hit.end - hit.start + 1).sum());
        HitWriter writer = new HitWriter(members, request.keepRankingScoreDetails(), request.hiddenInDetails());
        out.raw("{\"hits\":");
        writer.writeAll(hits, out);
        String query = request.query();
        out.raw(",\"query\":").text(query == null ? "" : query);
        out.raw(",\"processingTimeMs\":").number(request.processingTimeMs());
        writePaging(out);
        FacetRules rules = request.facets();
        if (rules != null) {
            writeFacets(FacetMerge.merge(counts.stream().map(HitPage::facets).toList(), rules, total), out);
        }
        out.raw(",\"requestUid\":").text(request.requestUid());
        MissingShards.write(request.missingShards(), out);
        return out.raw('}').toBytes();
    }

    private void writePaging(JsonBuffer out) {
        Paging paging = request.paging();
        if (paging instanceof Paging.Page page) {
            out.raw(",\"hitsPerPage\":").unsigned(page.hitsPerPage());
            out.raw(",\"page\":").unsigned(page.page());
            out.raw(",\"totalPages\":").number(page.totalPages(total));
            out.raw(",\"totalHits\":").number(total);
        } else if (paging instanceof Paging.OffsetLimit part) {
            out.raw(",\"limit\":").unsigned(part.limit());
            out.raw(",\"offset\":").unsigned(part.offset());
            out.raw(",\"estimatedTotalHits\":").number(total);
        }
    }

    private static void writeFacets(SortedMap<String, FacetField> facets, JsonBuffer out) {
        out.raw(",\"facetDistribution\":{");
        char separator = 0;
        for (Map.Entry<String, FacetField> facet : facets.entrySet()) {
            separate(separator, facet.getKey(), out);
            writeValues(facet.getValue().values(), out);
            separator = ',';
        }
        out.raw("},\"facetStats\":{");
        separator = 0;
        for (Map.Entry<String, FacetField> facet : facets.entrySet()) {
            FacetBounds bounds = facet.getValue().bounds();
            if (bounds != null) {
                separate(separator, facet.getKey(), out);
                out.raw("{\"min\":").raw(bounds.min().text());
                out.raw(",\"max\":").raw(bounds.max().text()).raw('}');
                separator = ',';
            }
        }
        out.raw('}');
    }

    private static void writeValues(List<FacetValue> values, JsonBuffer out) {
        out.raw('{');
        char separator = 0;
        for (FacetValue value : values) {
            separate(separator, value.key(), out);
            out.number(value.count());
            separator = ',';
        }
        out.raw('}');
    }

    private static void separate(char separator, String key, JsonBuffer out) {
        if (separator != 0) {
            out.raw(separator);
        }
        out.text(key).raw(':');
    }
}
