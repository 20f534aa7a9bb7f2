package miroir.console.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import miroir.engine.api.SearchReply;
import org.jspecify.annotations.Nullable;

/**
 * What a search gave.
 *
 * @param error empty when it worked
 * @param summary total and time
 * @param missing a warning when shards are missing; empty when the answer is whole
 * @param previous address of the page before; empty on the first
 * @param next address of the page after; empty on the last
 */
public record SearchResult(
        String error,
        String errorCode,
        String summary,
        String missing,
        List<Hit> hits,
        List<Facet> facets,
        String previous,
        String next) {
    private static final int VALUES = 8;

    /**
     * The values of one attribute, or where nearly every document has its own, what they span.
     *
     * @param span such as "9.9 to 1299"; empty when values are listed
     */
    public record Facet(String name, String span, List<Value> values, int more) {}

    /** One value, how often it is found, and the search narrowed to it. */
    public record Value(String text, String count, Bar bar, String href) {}

    /** No search has been run. */
    public static SearchResult none() {
        return failed("", "");
    }

    /** The search did not work. */
    public static SearchResult failed(String error, String code) {
        return new SearchResult(error, code, "", "", List.of(), List.of(), "", "");
    }

    /** What that reply to that query says. */
    public static SearchResult of(SearchQuery query, SearchReply reply, @Nullable String primaryKey) {
        JsonNode body = Json.read(reply.body());
        if (reply.status() != 200) {
            return failed(
                    body.path("message").asText("The search failed with status " + reply.status() + "."),
                    body.path("code").asText(""));
        }
        List<Hit> hits = new ArrayList<>();
        for (JsonNode hit : body.path("hits")) {
            hits.add(Hit.of(query.offset() + hits.size() + 1, hit, primaryKey));
        }
        long total =
                body.path("estimatedTotalHits").asLong(body.path("totalHits").asLong(hits.size()));
        int end = query.offset() + hits.size();
        return new SearchResult(
                "",
                "",
                summary(query, total, hits.size(), body.path("processingTimeMs").asLong()),
                missing(reply.missingShards()),
                List.copyOf(hits),
                facets(query, body.path("facetDistribution"), body.path("facetStats")),
                query.offset() == 0
                        ? ""
                        : query.at(Math.max(0, query.offset() - SearchQuery.PAGE))
                                .href(),
                end < total && hits.size() == SearchQuery.PAGE ? query.at(end).href() : "");
    }

    private static String summary(SearchQuery query, long total, int shown, long ms) {
        String time = " in " + ms + " ms";
        if (shown == 0) {
            return (query.offset() > 0 ? "No more documents" : "No document matches") + time;
        }
        return Words.count(query.offset() + 1) + "–" + Words.count(query.offset() + shown) + " of "
                + Words.count(total, "document", "documents") + time;
    }

    private static String missing(List<Integer> shards) {
        if (shards.isEmpty()) {
            return "";
        }
        return "This answer lacks " + Words.count(shards.size(), "shard", "shards") + ": " + Words.ranges(shards)
                + ". Documents in them were not searched.";
    }

    /** Attributes with few values first; a position on the globe is no facet one would click. */
    private static List<Facet> facets(SearchQuery query, JsonNode distribution, JsonNode stats) {
        List<Facet> listed = new ArrayList<>();
        List<Facet> spans = new ArrayList<>();
        for (Map.Entry<String, JsonNode> f : distribution.properties()) {
            boolean many = f.getValue().size() > VALUES;
            JsonNode numbers = stats.path(f.getKey());
            if (f.getKey().startsWith("_geo") || f.getValue().isEmpty()) {
                continue;
            }
            if (many && numbers.has("min")) {
                String span = number(numbers.path("min")) + " to " + number(numbers.path("max"));
                spans.add(new Facet(f.getKey(), span, List.of(), 0));
            } else {
                listed.add(facet(query, f.getKey(), f.getValue()));
            }
        }
        listed.addAll(spans);
        return List.copyOf(listed);
    }

    private static String number(JsonNode value) {
        return value.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static Facet facet(SearchQuery query, String name, JsonNode counts) {
        record Count(String text, long n) {}
        List<Count> all = new ArrayList<>();
        counts.properties()
                .forEach(f -> all.add(new Count(f.getKey(), f.getValue().asLong())));
        all.sort(Comparator.comparingLong(Count::n).reversed().thenComparing(Count::text));
        long most = all.isEmpty() ? 0 : all.get(0).n();
        List<Value> values = all.stream()
                .limit(VALUES)
                .map(c -> new Value(
                        c.text(),
                        Words.count(c.n()),
                        Bar.of(Words.count(c.n()), most, new Bar.Part("bar-plain", c.n())),
                        query.also(name + " = " + quoted(c.text())).href()))
                .toList();
        return new Facet(name, "", values, Math.max(0, all.size() - VALUES));
    }

    private static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
