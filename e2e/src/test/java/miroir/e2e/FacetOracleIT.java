package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facets are counted, ordered, cut and searched as by one node that holds everything. */
final class FacetOracleIT {
    private static final int QUESTIONS = 150;

    private static final String ALPHA = "{\"*\":\"alpha\"}";
    private static final String COUNTED = "{\"*\":\"alpha\",\"brand\":\"count\",\"kinds.deep\":\"count\"}";

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED,1,3,1,100,false",
        "EMBEDDED,1,3,2,7,true",
        "MEILISEARCH,1,3,1,100,false",
        "MEILISEARCH,1,3,1,100,true",
        "MEILISEARCH,2,2,2,20,true"
    })
    void facets_are_those_of_one_node(
            Fleet.Kind kind, int groups, int nodes, int replicationFactor, int maxValues, boolean counted) {
        assumeTrue(kind == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "needs a Meilisearch");
        long seed = 11_000L + groups * 100L + nodes * 10L + replicationFactor;
        Fleet.Shape shape = new Fleet.Shape(kind, groups, nodes, replicationFactor, 64, false);
        try (Fleet fleet = Fleet.start(shape)) {
            Sides sides = new Sides(fleet.oracle(kind), fleet.miroir());
            sides.both(api -> api.post("/indexes", "{\"uid\":\"" + Stock.INDEX + "\",\"primaryKey\":\"id\"}"));
            sides.both(
                    api -> api.json("PATCH", path("/settings"), Stock.settings(maxValues, counted ? COUNTED : ALPHA)));
            sides.both(api -> api.post(path("/documents"), Stock.documents(seed)));
            FacetGenerator generator = new FacetGenerator(seed);
            List<Sides.Case> cases = new ArrayList<>(sides.ask(generator::next, QUESTIONS));
            if (replicationFactor > 1) {
                fleet.nodeProgram(0).kill();
                cases.addAll(sides.ask(generator::next, QUESTIONS / 3));
            }
            FacetResidues residues = new FacetResidues(sides, kind == Fleet.Kind.MEILISEARCH);
            cases.removeIf(residues::explain);
            assertThat(cases).as("seed %d", seed).isEmpty();
        }
    }

    /** No node holds enough documents to order numbers as one node with all of them does. */
    @Test
    void a_facet_of_many_numbers_is_counted_and_cut_as_by_one_node_at_default_settings() {
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 3, 1))) {
            Sides sides = new Sides(fleet);
            sides.both(api -> api.post("/indexes", "{\"uid\":\"" + Stock.INDEX + "\",\"primaryKey\":\"id\"}"));
            sides.both(api -> api.json("PUT", path("/settings/filterable-attributes"), "[\"price\"]"));
            String documents = IntStream.range(0, Stock.DOCUMENTS)
                    .mapToObj(i -> "{\"id\":" + i + ",\"price\":" + i % 2000 + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            sides.both(api -> api.post(path("/documents"), documents));
            Question all = Question.post(path("/search"), "{\"limit\":0,\"facets\":[\"price\"]}");
            assertThat(all.ask(sides.miroir()).json().path("facetDistribution").path("price"))
                    .hasSize(100)
                    .allMatch(count -> count.asInt() == 3);
            assertThat(sides.ask(() -> all, 1)).isEmpty();
        }
    }

    /** No node holds a page of good hits, all together do: one node then counts what scores too low as well. */
    @Test
    void what_scores_too_low_is_counted_if_the_hits_of_all_nodes_are_complete() {
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 3, 1))) {
            Sides sides = new Sides(fleet);
            sides.both(api -> api.post("/indexes", "{\"uid\":\"" + Stock.INDEX + "\",\"primaryKey\":\"id\"}"));
            sides.both(api -> api.json("PUT", path("/settings/filterable-attributes"), "[\"kind\"]"));
            String documents = IntStream.range(0, 300)
                    .mapToObj(i -> "{\"id\":" + i + ",\"title\":\"red" + (i % 10 == 0 ? " lamp" : "")
                            + "\",\"kind\":\"k" + i % 3 + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            sides.both(api -> api.post(path("/documents"), documents));
            Iterator<String> pages = List.of(
                            "\"limit\":20", "\"limit\":30", "\"limit\":40", "\"limit\":0", "\"page\":1")
                    .iterator();
            Supplier<Question> questions = () -> Question.post(
                    path("/search"),
                    "{\"q\":\"red lamp\",\"rankingScoreThreshold\":0.9,\"facets\":[\"kind\"]," + pages.next() + "}");
            Api.Answer first = questions.get().ask(sides.miroir());
            assertThat(first.json().path("estimatedTotalHits").asInt()).isEqualTo(300);
            assertThat(sides.ask(questions, 4)).isEmpty();
        }
    }

    @Test
    void a_facet_search_says_which_shards_it_lacks() {
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 2, 1))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"" + Stock.INDEX + "\",\"primaryKey\":\"id\"}"));
            miroir.succeed(miroir.json("PUT", path("/settings/filterable-attributes"), "[\"kind\"]"));
            String documents = IntStream.range(0, 200)
                    .mapToObj(i -> "{\"id\":" + i + ",\"kind\":\"k\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            miroir.succeed(miroir.post(path("/documents"), documents));
            fleet.nodeProgram(0).kill();
            Api.Answer partial = miroir.post(path("/facet-search"), "{\"facetName\":\"kind\"}");
            String missing =
                    partial.json().path("_miroir").path("missingShards").toString();
            assertThat(partial.json().path("facetHits").path(0).path("count").asInt())
                    .isBetween(1, 199);
            assertThat(partial.header("X-Miroir-Degraded")).isEqualTo("shards=" + missing.replaceAll("[\\[\\]]", ""));
            Api.Answer refused = miroir.send(
                    "POST",
                    path("/facet-search"),
                    "application/json",
                    "{\"facetName\":\"kind\"}".getBytes(StandardCharsets.UTF_8),
                    Map.of("X-Miroir-Policy", "error"));
            assertThat(refused.status()).isEqualTo(503);
        }
    }

    private static String path(String below) {
        return "/indexes/" + Stock.INDEX + below;
    }
}
