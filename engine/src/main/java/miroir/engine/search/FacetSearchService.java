package miroir.engine.search;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.merge.FacetOrder;
import miroir.core.merge.FacetSearchMerge;
import miroir.core.merge.FacetValue;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Moment;
import miroir.engine.api.SearchReply;
import miroir.engine.dialect.NodeError;
import miroir.engine.merge.FacetSearchAnswers;
import miroir.engine.request.FacetSearchRequest;
import miroir.engine.request.NodeFacetSearch;
import miroir.engine.request.ReservedNames;
import miroir.engine.settings.IndexSettings;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/** Answers a facet search, in the steps of {@link SearchService}. Any thread; nothing blocks. */
public final class FacetSearchService {
    private final Ports ports;
    private final Scatter scatter;
    private final Duration longest;

    /**
     * A service over the scatter.
     *
     * @param longest how long a node that gives signs of life may take
     */
    public FacetSearchService(Ports ports, Scatter scatter, Duration longest) {
        this.ports = ports;
        this.scatter = scatter;
        this.longest = longest;
    }

    /** One facet search on one snapshot. */
    public record Call(Snapshot snapshot, IndexEntry index, FacetSearchRequest request, Policy policy) {}

    /** Answers in Meilisearch's JSON, errors included. Throws ApiException for a request that no node need see. */
    public CompletableFuture<SearchReply> search(Call call) {
        Moment started = ports.ticker().now();
        ReservedNames.check(call.request(), call.index().settings());
        Bodies bodies = new Bodies(call.request());
        Scatter.Question<List<FacetValue>> question = new Scatter.Question<>(
                call.snapshot(), call.index(), null, bodies, (ask, body) -> FacetSearchAnswers.read(body), longest);
        return scatter.ask(question).thenApply(gathered -> answer(call, bodies, gathered, started));
    }

    private SearchReply answer(Call call, Bodies bodies, Scatter.Gathered<List<FacetValue>> gathered, Moment started) {
        String uid = call.index().stored().uid();
        IndexSettings settings = call.index().settings();
        NodeError unknown = bodies.unknowns.refusal(gathered.judges());
        NodeError refusal = unknown != null ? unknown : gathered.refusal();
        if (refusal != null) {
            return Replies.refused(refusal, call.index());
        }
        List<Integer> missing = gathered.missingShards();
        if (!missing.isEmpty() && Replies.isRefused(call.policy(), gathered)) {
            return Replies.error(Replies.unavailable(uid, gathered), missing);
        }
        String facet = call.request().facetName();
        List<FacetValue> values = FacetSearchMerge.merge(
                gathered.answers(),
                settings.ordersByCount(facet) ? FacetOrder.COUNT : FacetOrder.ALPHA,
                call.request().facetQuery() != null,
                SearchService.bounded(settings.maxValuesPerFacet()));
        long took = started.until(ports.ticker().now()).toMillis();
        byte[] body = FacetSearchAnswers.write(values, call.request().facetQuery(), took, missing);
        return new SearchReply(200, body, missing);
    }

    /** What the volumes are asked. Used by one thread at a time. */
    private static final class Bodies implements Scatter.Sending {
        private final FacetSearchRequest request;
        private final UnknownAttributes unknowns;

        Bodies(FacetSearchRequest request) {
            this.request = request;
            this.unknowns = new UnknownAttributes(request.search());
        }

        @Override
        public Scatter.Outgoing of(VolumeAsk ask) {
            FacetSearchRequest asked = request.over(unknowns.of(ask.volume()));
            return new Scatter.Outgoing("/facet-search", NodeFacetSearch.body(asked, SearchService.predicate(ask)));
        }

        @Override
        public Scatter.@Nullable Outgoing instead(VolumeAsk ask, NodeError refusal) {
            return unknowns.explain(ask.volume(), refusal) ? of(ask) : null;
        }
    }
}
