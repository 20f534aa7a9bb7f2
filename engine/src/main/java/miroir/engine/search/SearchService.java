package miroir.engine.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import miroir.core.placement.ShardMarker;
import miroir.core.search.Ask;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Moment;
import miroir.engine.api.SearchReply;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.merge.HitPage;
import miroir.engine.merge.SearchMerge;
import miroir.engine.merge.SearchMerged;
import miroir.engine.merge.VolumeAnswer;
import miroir.engine.request.ReservedNames;
import miroir.engine.request.SearchRequest;
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
    /** What comes before and after the ranking, to which alone the cutoff applies. */
    private static final Duration BEYOND_CUTOFF = Duration.ofSeconds(10);

    private final Ports ports;
    private final Scatter scatter;
    private final Duration longest;
    private final RequestUids uids;
    private final AtomicLong foreignHits = new AtomicLong();

    /**
     * A service over the scatter.
     *
     * @param longest how long a node that proves to live may take for a search
     */
    public SearchService(Ports ports, Scatter scatter, Duration longest) {
        this.ports = ports;
        this.scatter = scatter;
        this.longest = longest;
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
        Prepared prepared = prepare(call, uids.next());
        return scatter.ask(prepared.question()).thenCompose(prepared.answer());
    }

    /**
     * Several searches by one scatter: a node is sent all that it is asked in one request. The first that is refused is the
     * answer to all.
     *
     * @param calls makes each of them; what one throws refuses it
     */
    public CompletableFuture<MultiSearchReply> searchAll(List<Supplier<Call>> calls) {
        String requestUid = uids.next();
        List<Prepared> prepared = new ArrayList<>(calls.size());
        List<String> indexes = new ArrayList<>(calls.size());
        ApiError refused = null;
        for (Supplier<Call> made : calls) {
            try {
                Call call = made.get();
                prepared.add(prepare(call, requestUid));
                indexes.add(call.index().stored().uid());
            } catch (ApiException refusal) {
                // those before it may be refused as well, and come first
                refused = refusal.error();
                break;
            }
        }
        ApiError last = refused;
        return scatter.askAll(prepared.stream().map(Prepared::question).toList())
                .thenCompose(gathered -> {
                    List<CompletableFuture<SearchReply>> replies = new ArrayList<>(prepared.size());
                    for (int i = 0; i < gathered.size(); i++) {
                        replies.add(prepared.get(i).answer.apply(gathered.get(i)));
                    }
                    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                            .thenApply(done -> MultiSearchReply.of(
                                    indexes,
                                    replies.stream()
                                            .map(CompletableFuture::join)
                                            .toList(),
                                    last));
                });
    }

    /** A search that only has to be asked. */
    private record Prepared(
            Scatter.Question<HitPage> question,
            Function<Scatter.Gathered<HitPage>, CompletableFuture<SearchReply>> answer) {}

    private Prepared prepare(Call call, String requestUid) {
        Moment started = ports.ticker().now();
        ReservedNames.check(
                call.request(), call.index().stored().uid(), call.index().settings());
        SearchBodies bodies = new SearchBodies(call);
        Function<VolumeAnswer, HitPage> reader = bodies.reader();
        Scatter.Question<HitPage> question = new Scatter.Question<>(
                call.snapshot(),
                call.index(),
                null,
                bodies,
                (ask, body) -> reader.apply(answer(ask, body)),
                longest(call.index()),
                call.timing());
        return new Prepared(
                question,
                gathered -> counts(call, bodies, gathered)
                        .thenApply(counts -> answer(call, requestUid, bodies, gathered, counts, started)));
    }

    /** A search whose cutoff allows it more may take more. */
    private Duration longest(IndexEntry index) {
        Long cutoff = index.settings().searchCutoffMs();
        Duration allowed = Duration.ofMillis(cutoff == null ? 0 : cutoff).plus(BEYOND_CUTOFF);
        return allowed.compareTo(longest) > 0 ? allowed : longest;
    }

    /**
     * The answers that totals and facets are taken from. With a score threshold and by offset one node leaves out what
     * it has seen to score too low, and stops looking once its hits are complete: whether it gets there is decided by
     * the hits of all nodes together, not by those of each.
     */
    private CompletableFuture<List<HitPage>> counts(
            Call call, SearchBodies bodies, Scatter.Gathered<HitPage> gathered) {
        List<HitPage> pages = gathered.answers();
        SearchRequest request = call.request();
        if (request.rankingScoreThreshold() == null || request.window().isPaged() || bodies.distinct() != null) {
            return CompletableFuture.completedFuture(pages);
        }
        long wanted = Math.min(request.window().end(), call.index().settings().maxTotalHits());
        boolean complete = pages.stream().mapToLong(HitPage::size).sum() >= wanted;
        if (gathered.refusal() != null || wanted == 0 || !complete) {
            return CompletableFuture.completedFuture(pages);
        }
        SearchBodies counting =
                new SearchBodies(new Call(call.snapshot(), call.index(), request.counting(), call.policy()));
        Function<VolumeAnswer, HitPage> reader = counting.reader();
        Set<Integer> answered = new HashSet<>();
        gathered.replies().forEach(reply -> answered.addAll(reply.ask().shards()));
        Scatter.Question<HitPage> question = new Scatter.Question<>(
                call.snapshot(),
                call.index(),
                answered,
                counting,
                (ask, body) -> reader.apply(answer(ask, body)),
                longest(call.index()));
        return scatter.ask(question)
                .thenApply(all -> all.refusal() == null && all.missing().isEmpty() ? all.answers() : pages);
    }

    private SearchReply answer(
            Call call,
            String requestUid,
            SearchBodies bodies,
            Scatter.Gathered<HitPage> gathered,
            List<HitPage> counts,
            Moment started) {
        SearchTiming timing = call.timing();
        if (timing != null) {
            timing.gathered();
        }
        String uid = call.index().stored().uid();
        NodeError unknown = bodies.refusal(gathered.judges());
        // a node looks at the attributes to search in before all else
        NodeError refusal = unknown != null ? unknown : gathered.refusal();
        if (refusal != null) {
            return Replies.refused(refusal, call.index());
        }
        List<Integer> missing = gathered.missingShards();
        if (!missing.isEmpty() && Replies.isRefused(call.policy(), gathered)) {
            return Replies.error(Replies.unavailable(uid, gathered), missing);
        }
        long took = started.until(ports.ticker().now()).toMillis();
        SearchMerged merged =
                SearchMerge.merge(bodies.mergeRequest(took, requestUid, missing), gathered.answers(), counts);
        if (merged.dropped() > 0) {
            foreignHits.addAndGet(merged.dropped());
            LOG.error("a volume of {} returned {} hits of shards it was not asked for", uid, merged.dropped());
        }
        return new SearchReply(200, merged.body(), missing, merged.skippedSeen());
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

    static int bounded(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
