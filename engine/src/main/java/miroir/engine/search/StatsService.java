package miroir.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.Volume;
import miroir.core.search.Ask;
import miroir.core.search.VolumeAsk;
import miroir.engine.error.ApiException;
import miroir.engine.error.Json;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;

/** Adds the volumes' statistics up to those of one index: each document counted once. */
public final class StatsService {
    private static final Duration BUDGET = Duration.ofSeconds(10);

    private final Scatter scatter;

    public StatsService(Scatter scatter) {
        this.scatter = scatter;
    }

    /**
     * Meilisearch's statistics of an index. Where a volume stands in for only some of its shards, its field counts are
     * scaled to its share; document counts are always exact. Fails with {@link ApiException} when a shard is missing.
     */
    public CompletableFuture<ObjectNode> index(Snapshot snapshot, IndexEntry index) {
        Scatter.Question<JsonNode> stats = new Scatter.Question<>(
                snapshot, index, null, ask -> new Scatter.Outgoing("/stats", null), StatsService::stats, BUDGET);
        Scatter.Question<JsonNode> counts = new Scatter.Question<>(
                snapshot,
                index,
                null,
                ask -> ask.ask() instanceof Ask.Whole
                        ? new Scatter.Outgoing("/stats", null)
                        : new Scatter.Outgoing("/documents/fetch", count(SearchService.predicate(ask))),
                (ask, body) -> ask.ask() instanceof Ask.Whole ? stats(ask, body) : total(body),
                BUDGET);
        return scatter.ask(stats)
                .thenCompose(whole -> scatter.ask(counts).thenApply(exact -> {
                    check(index, whole);
                    check(index, exact);
                    return add(whole, exact);
                }));
    }

    private static JsonNode stats(VolumeAsk ask, byte[] body) {
        return having(body, "numberOfDocuments");
    }

    private static JsonNode total(byte[] body) {
        return having(body, "total");
    }

    private static JsonNode having(byte[] body, String number) {
        JsonNode answer = Json.read(new String(body, StandardCharsets.UTF_8));
        if (!answer.path(number).isIntegralNumber()) {
            throw new IllegalArgumentException("no " + number);
        }
        return answer;
    }

    private static void check(IndexEntry index, Scatter.Gathered<?> gathered) {
        if (!gathered.missing().isEmpty()) {
            throw new ApiException(Replies.unavailable(index.stored().uid(), gathered));
        }
    }

    private static byte[] count(@org.jspecify.annotations.Nullable String predicate) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("limit", 0).put("filter", predicate);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode add(Scatter.Gathered<JsonNode> whole, Scatter.Gathered<JsonNode> exact) {
        Map<Volume, JsonNode> byVolume = new HashMap<>();
        whole.replies().forEach(reply -> byVolume.put(reply.ask().volume(), reply.answer()));
        Sum sum = new Sum();
        for (Scatter.Reply<JsonNode> reply : exact.replies()) {
            JsonNode answer = reply.answer();
            JsonNode stats = byVolume.getOrDefault(reply.ask().volume(), answer);
            boolean all = answer.has("numberOfDocuments");
            long documents = all
                    ? answer.path("numberOfDocuments").asLong()
                    : answer.path("total").asLong();
            sum.add(all ? answer : stats, documents);
        }
        return sum.node();
    }

    /** The sum so far. */
    private static final class Sum {
        private final Map<String, Long> fields = new TreeMap<>();
        private final List<String> names =
                new ArrayList<>(List.of("rawDocumentDbSize", "numberOfEmbeddings", "numberOfEmbeddedDocuments"));
        private final Map<String, Long> numbers = new HashMap<>();
        private long documents;
        private boolean indexing;

        void add(JsonNode stats, long counted) {
            long held = stats.path("numberOfDocuments").asLong();
            double share = held == 0 ? 1 : (double) counted / held;
            documents += counted;
            indexing |= stats.path("isIndexing").asBoolean();
            names.forEach(
                    name -> numbers.merge(name, Math.round(stats.path(name).asLong() * share), Long::sum));
            stats.path("fieldDistribution").properties().forEach(field -> {
                if (!ShardMarker.isReserved(field.getKey())) {
                    long count = Math.round(field.getValue().asLong() * share);
                    fields.merge(field.getKey(), count, Long::sum);
                }
            });
        }

        ObjectNode node() {
            long raw = numbers.getOrDefault("rawDocumentDbSize", 0L);
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("numberOfDocuments", documents)
                    .put("rawDocumentDbSize", raw)
                    .put("avgDocumentSize", documents == 0 ? 0 : raw / documents)
                    .put("isIndexing", indexing)
                    .put("numberOfEmbeddings", numbers.getOrDefault("numberOfEmbeddings", 0L))
                    .put("numberOfEmbeddedDocuments", numbers.getOrDefault("numberOfEmbeddedDocuments", 0L));
            ObjectNode distribution = node.putObject("fieldDistribution");
            fields.forEach((field, count) -> {
                if (count > 0) {
                    distribution.put(field, count);
                }
            });
            return node;
        }
    }
}
