package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.index.Document;
import miroir.embedded.index.IndexView;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** One search over one index. */
public final class Search {

    private final IndexView view;
    private final Settings settings;
    private final SearchRequest request;
    private final AttributeCheck check;

    /** What a search found: hits in order, and all that facets are counted over. */
    private record Found(Ranking.Result result, List<Score> ordered, List<Document> candidates) {}

    /** A search; the uid is for error messages only. */
    public Search(IndexView view, SearchRequest request, String uid) {
        this.view = view;
        this.settings = view.settings();
        this.request = request.sorted();
        this.check = new AttributeCheck(settings, "Index `" + uid + "`: ");
    }

    /** The answer, but for what names the call itself. */
    public Map<String, @Nullable Object> run() {
        check();
        Facets facets = new Facets(view, request.facets());
        Found found = find();
        Hits hits = new Hits(settings, request, found.result());
        List<Map<String, @Nullable Object>> page = new ArrayList<>();
        for (int i = request.paging().from();
                i < Math.min(needed(), found.ordered().size());
                i++) {
            page.add(hits.hit(found.ordered().get(i)));
        }
        return answer(page, found.candidates(), facets);
    }

    private void check() {
        check.searchOn(request.matching().on(), view.lookup().fields().keySet());
        check.distinct(request.distinct());
        FilterCheck.compile(request.filter(), settings, true);
        check.sort(request.sort());
        check.facets(request.facets());
    }

    /** The documents that facets are counted over. */
    List<Document> candidates() {
        return find().candidates();
    }

    /** How many hits are brought into order. */
    private int needed() {
        SearchRequest.Paging paging = request.paging();
        long wanted = (long) paging.from() + paging.count();
        return (int) Math.min(wanted, settings.nestedInt("pagination", "maxTotalHits"));
    }

    private Found find() {
        String distinct = request.distinct() == null ? settings.distinct() : request.distinct();
        Predicate<Document> filter = FilterCheck.compile(request.filter(), settings, true);
        Double threshold = request.matching().threshold();
        boolean all = distinct != null || threshold != null;
        Ranking.Result result = new Ranking(view, request, filter, all ? Integer.MAX_VALUE : needed()).run();
        List<Score> ordered = result.ordered();
        List<Document> candidates = result.candidates();
        if (all) {
            ordered = narrow(result, threshold, distinct);
            boolean complete = distinct == null && !request.paging().paged() && ordered.size() >= needed();
            // by offset a node stops before it meets what scores too low, once it has its hits
            candidates = complete
                    ? candidates
                    : ordered.stream().map(Score::document).toList();
        }
        return new Found(result, ordered, candidates);
    }

    private static List<Score> narrow(Ranking.Result result, @Nullable Double threshold, @Nullable String distinct) {
        List<Score> good = result.ordered().stream()
                .filter(score -> threshold == null || score.global(result.chain()) >= threshold)
                .toList();
        return distinct == null ? good : Distinct.first(good, distinct);
    }

    private Map<String, @Nullable Object> answer(
            List<Map<String, @Nullable Object>> hits, List<Document> candidates, Facets facets) {
        SearchRequest.Paging paging = request.paging();
        int total = candidates.size();
        Map<String, @Nullable Object> answer =
                Json.object("hits", hits, "query", request.q() == null ? "" : request.q(), "processingTimeMs", 0);
        if (paging.paged()) {
            answer.put("hitsPerPage", paging.pageSize());
            answer.put("page", paging.pageNumber());
            answer.put("totalPages", paging.pages(total));
            answer.put("totalHits", total);
        } else {
            answer.put("limit", paging.limit());
            answer.put("offset", paging.offset());
            answer.put("estimatedTotalHits", total);
        }
        if (request.facets() != null && !request.facets().isEmpty()) {
            facets.count(candidates, answer);
        }
        return answer;
    }
}
