package miroir.engine.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import miroir.core.merge.FacetOrder;
import miroir.core.merge.FacetRules;
import miroir.core.placement.ShardMarker;
import miroir.core.search.Ask;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Moment;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiError;
import miroir.engine.merge.HitPage;
import miroir.engine.merge.HitStrip;
import miroir.engine.merge.Paging;
import miroir.engine.merge.SearchMerge;
import miroir.engine.merge.SearchMergeRequest;
import miroir.engine.merge.SearchMerged;
import miroir.engine.merge.VolumeAnswer;
import miroir.engine.request.NodeAsk;
import miroir.engine.request.NodeSearch;
import miroir.engine.request.NodeSearchPlan;
import miroir.engine.request.ReservedNames;
import miroir.engine.request.SearchRequest;
import miroir.engine.request.Window;
import miroir.engine.settings.IndexSettings;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a search: plan, scatter, merge. Any thread; nothing blocks.
 *
 * <pre>parse -> snapshot (once) -> plan (pure) -> scatter (I/O) -> merge (pure) -> answer</pre>
 */
public final class SearchService {
    private static final Logger LOG = LoggerFactory.getLogger(SearchService.class);
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Ports ports;
    private final Scatter scatter;
    private final RequestUids uids;
    private final AtomicLong foreignHits = new AtomicLong();

    public SearchService(Ports ports, Scatter scatter) {
        this.ports = ports;
        this.scatter = scatter;
        this.uids = new RequestUids(ports.clock(), ports.random());
    }

    /**
     * One search on one snapshot.
     *
     * @param timing filled on the way; null: nobody wants to know
     */
    public record Call(
            Snapshot snapshot,
            IndexEntry index,
            SearchRequest request,
            Policy policy,
            @Nullable SearchTiming timing) {
        /** A search that nobody takes the time of. */
        public Call(Snapshot snapshot, IndexEntry index, SearchRequest request, Policy policy) {
            this(snapshot, index, request, policy, null);
        }
    }

    /** Hits that a node returned although their shard was not asked of it; anything but 0 is a fault. */
    public long foreignHits() {
        return foreignHits.get();
    }

    /** Answers in Meilisearch's JSON, errors included. Throws ApiException for a request that no node need see. */
    public CompletableFuture<SearchReply> search(Call call) {
        Moment started = ports.ticker().now();
        ReservedNames.check(
                call.request(), call.index().stored().uid(), call.index().settings());
        Bodies bodies = new Bodies(call);
        Function<VolumeAnswer, HitPage> reader = bodies.reader();
        Scatter.Question<HitPage> question = new Scatter.Question<>(
                call.snapshot(),
                call.index(),
                null,
                ask -> new Scatter.Outgoing("/search", bodies.body(ask)),
                (ask, body) -> reader.apply(answer(ask, body)),
                BUDGET,
                call.timing());
        return scatter.ask(question).thenApply(gathered -> answer(call, bodies, gathered, started));
    }

    private SearchReply answer(Call call, Bodies bodies, Scatter.Gathered<HitPage> gathered, Moment started) {
        SearchTiming timing = call.timing();
        if (timing != null) {
            timing.gathered();
        }
        String uid = call.index().stored().uid();
        var refusal = gathered.refusal();
        if (refusal != null) {
            ApiError explained =
                    ReservedNames.explain(call.request(), uid, call.index().settings());
            return explained == null
                    ? Replies.refused(refusal, uid)
                    : new SearchReply(explained.code().status(), explained.json(), List.of());
        }
        List<Integer> missing = gathered.missingShards();
        boolean nothing = gathered.replies().isEmpty();
        boolean refused = call.policy() == Policy.ERROR || nothing || gathered.overloaded();
        if (!missing.isEmpty() && refused) {
            ApiError error = Replies.unavailable(uid, gathered);
            return new SearchReply(error.code().status(), error.json(), missing);
        }
        long took = started.until(ports.ticker().now()).toMillis();
        SearchMerged merged = SearchMerge.merge(bodies.mergeRequest(took, uids.next(), missing), gathered.answers());
        if (merged.dropped() > 0) {
            foreignHits.addAndGet(merged.dropped());
            LOG.error("a volume of {} returned {} hits of shards it was not asked for", uid, merged.dropped());
        }
        return new SearchReply(200, merged.body(), missing);
    }

    /** What a volume answered, and which shards it was asked for. */
    static VolumeAnswer answer(VolumeAsk ask, byte[] body) {
        Set<String> markers = new HashSet<>();
        ask.shards().forEach(shard -> markers.add(ShardMarker.of(shard)));
        return new VolumeAnswer(body, markers::contains);
    }

    /** The filter for what a volume is asked; null when it is asked for all it holds. */
    static @Nullable String predicate(VolumeAsk ask) {
        if (ask.ask() instanceof Ask.Only only) {
            return ShardMarker.in(only.shards());
        }
        return ask.ask() instanceof Ask.AllBut others ? ShardMarker.notIn(others.shards()) : null;
    }

    /** The bodies for the volumes of one search: all volumes that are asked for everything share one. */
    private static final class Bodies {
        private final SearchRequest request;
        private final IndexEntry index;
        private final NodeSearchPlan whole;

        Bodies(Call call) {
            this.request = call.request();
            this.index = call.index();
            this.whole = plan(null);
        }

        byte[] body(VolumeAsk ask) {
            String predicate = predicate(ask);
            return predicate == null ? whole.body() : plan(predicate).body();
        }

        private NodeSearchPlan plan(@Nullable String predicate) {
            return NodeSearch.plan(
                    request,
                    new NodeAsk(
                            predicate,
                            index.settings().displayed(),
                            index.stored().primaryKey(),
                            distinct()));
        }

        private @Nullable String distinct() {
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
                    bounded(settings.maxTotalHits()),
                    index.stored().primaryKey(),
                    strip(),
                    request.showRankingScore(),
                    request.showRankingScoreDetails(),
                    hidden(settings),
                    distinct(),
                    request.facets() == null ? null : facets(settings),
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
            return new FacetRules(bounded(settings.maxValuesPerFacet()), order(settings, "*"), orders);
        }

        private static FacetOrder order(IndexSettings settings, String field) {
            return settings.ordersByCount(field) ? FacetOrder.COUNT : FacetOrder.ALPHA;
        }

        private static Paging paging(Window window) {
            return window.isPaged()
                    ? new Paging.Page(bounded(window.pageOrFirst()), bounded(window.pageSize()))
                    : new Paging.OffsetLimit(bounded(window.offset()), bounded(window.limit()));
        }
    }

    static int bounded(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
