package miroir.engine.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import miroir.core.merge.FacetOrder;
import miroir.core.merge.FacetRules;
import miroir.core.placement.Volume;
import miroir.core.search.VolumeAsk;
import miroir.engine.dialect.NodeError;
import miroir.engine.merge.HitPage;
import miroir.engine.merge.HitStrip;
import miroir.engine.merge.Paging;
import miroir.engine.merge.SearchMerge;
import miroir.engine.merge.SearchMergeRequest;
import miroir.engine.merge.VolumeAnswer;
import miroir.engine.request.NodeAsk;
import miroir.engine.request.NodeSearch;
import miroir.engine.request.NodeSearchPlan;
import miroir.engine.request.SearchRequest;
import miroir.engine.request.Window;
import miroir.engine.settings.IndexSettings;
import miroir.engine.state.IndexEntry;
import org.jspecify.annotations.Nullable;

/**
 * The bodies for the volumes of one search: all volumes that are asked for everything share one. Used by one thread at a time.
 */
final class SearchBodies implements Scatter.Sending {
    private final SearchRequest request;
    private final IndexEntry index;
    private final NodeSearchPlan whole;
    private final UnknownAttributes unknowns;

    SearchBodies(SearchService.Call call) {
        this.request = call.request();
        this.index = call.index();
        this.whole = plan(request, null);
        this.unknowns = new UnknownAttributes(request);
    }

    @Override
    public Scatter.Outgoing of(VolumeAsk ask) {
        String predicate = SearchService.predicate(ask);
        return new Scatter.Outgoing(
                "/search",
                predicate == null && unknowns.isEmpty()
                        ? whole.body()
                        : plan(unknowns.of(ask.volume()), predicate).body());
    }

    @Override
    public Scatter.@Nullable Outgoing instead(VolumeAsk ask, NodeError refusal) {
        return unknowns.explain(ask.volume(), refusal) ? of(ask) : null;
    }

    /** The refusal of what no volume knows; null: there is nothing of the kind. */
    @Nullable
    NodeError refusal(Set<Volume> asked) {
        return unknowns.refusal(asked);
    }

    private NodeSearchPlan plan(SearchRequest asked, @Nullable String predicate) {
        return NodeSearch.plan(
                asked,
                new NodeAsk(
                        predicate, index.settings().displayed(), index.stored().primaryKey(), distinct()));
    }

    @Nullable
    String distinct() {
        String asked = request.distinct();
        return asked == null ? index.settings().distinctAttribute() : asked;
    }

    Function<VolumeAnswer, HitPage> reader() {
        List<String> searchable = index.settings().searchable();
        return SearchMerge.reader(
                strip(),
                request.showRankingScore(),
                index.stored().primaryKey(),
                distinct(),
                searchable == null ? 0 : Math.max(0, searchable.size() - 1));
    }

    private HitStrip strip() {
        return new HitStrip(whole.strip(), whole.stripFormatted(), whole.displayed());
    }

    SearchMergeRequest mergeRequest(long took, String requestUid, List<Integer> missing) {
        IndexSettings settings = index.settings();
        return new SearchMergeRequest(
                request.q(),
                paging(request.window()),
                SearchService.bounded(settings.maxTotalHits()),
                index.stored().primaryKey(),
                strip(),
                request.showRankingScore(),
                request.showRankingScoreDetails(),
                hidden(settings),
                distinct(),
                request.facets().isEmpty() ? null : facets(settings),
                took,
                requestUid,
                missing);
    }

    /** Sort fields of the request and of the ranking rules that the client may not see. */
    private Set<String> hidden(IndexSettings settings) {
        if (settings.displayed() == null || !request.showRankingScoreDetails()) {
            return Set.of();
        }
        Set<String> hidden = new HashSet<>();
        List<String> rules = new ArrayList<>(settings.rankingRules());
        List<String> sort = request.sort();
        rules.addAll(sort == null ? List.of() : sort);
        for (String rule : rules) {
            int colon = rule.lastIndexOf(':');
            String field = colon < 0 ? rule : rule.substring(0, colon);
            if (colon > 0 && !field.startsWith("_geoPoint") && !settings.displays(field)) {
                hidden.add(field);
            }
        }
        return hidden;
    }

    private static FacetRules facets(IndexSettings settings) {
        Map<String, FacetOrder> orders = new HashMap<>();
        settings.facetOrders().keySet().forEach(field -> orders.put(field, order(settings, field)));
        return new FacetRules(SearchService.bounded(settings.maxValuesPerFacet()), order(settings, "*"), orders);
    }

    private static FacetOrder order(IndexSettings settings, String field) {
        return settings.ordersByCount(field) ? FacetOrder.COUNT : FacetOrder.ALPHA;
    }

    private static Paging paging(Window window) {
        return window.isPaged()
                ? new Paging.Page(window.pageOrFirst(), window.pageSize())
                : new Paging.OffsetLimit(window.offset(), window.limit());
    }
}
