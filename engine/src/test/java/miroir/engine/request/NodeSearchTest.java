package miroir.engine.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSearchTest {
    private static final String DETAILS = ",\"showRankingScoreDetails\":true}";
    private static final NodeAsk PLAIN = new NodeAsk(null, null, "id", null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|{\"offset\":0,\"limit\":20",
                "{\"offset\":10,\"limit\":5}|{\"offset\":0,\"limit\":15",
                "{\"page\":3,\"hitsPerPage\":10}|{\"page\":1,\"hitsPerPage\":30",
                "{\"page\":3}|{\"page\":1,\"hitsPerPage\":60",
                "{\"page\":0}|{\"page\":0,\"hitsPerPage\":20",
                "{\"hitsPerPage\":0,\"page\":7}|{\"page\":7,\"hitsPerPage\":0",
                "{\"q\":\"a\\\"b\",\"facets\":[\"*\"]}|{\"offset\":0,\"limit\":20,\"q\":\"a\\\"b\",\"facets\":[\"*\"],\"showRankingScore\":true",
                "{\"attributesToHighlight\":[\"*\"]}|{\"offset\":0,\"limit\":20,\"attributesToHighlight\":[\"*\"],\"highlightPreTag\":\"<em>\",\"highlightPostTag\":\"</em>\""
            })
    void nodes_are_asked_from_the_first_hit_with_details(String request, String expected) {
        assertThat(body(plan(request, PLAIN))).isEqualTo(expected + DETAILS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"filter\":\"a = 1 OR b = 2\"}|[\"s IN [x]\",\"a = 1 OR b = 2\"]",
                "{\"filter\":[\"a = 1\",[\"b = 2\",\"c = 3\"]]}|[\"s IN [x]\",\"a = 1\",[\"b = 2\",\"c = 3\"]]",
                "{}|[\"s IN [x]\"]"
            })
    void the_shard_predicate_comes_first_in_an_array(String request, String filter) {
        String body = body(plan(request, new NodeAsk("s IN [x]", null, "id", null)));
        assertThat(body).contains("\"filter\":" + filter + ",");
    }

    @Test
    void without_a_predicate_the_filter_is_the_clients() {
        assertThat(body(plan("{\"filter\":\"a = 1\"}", PLAIN))).contains("\"filter\":\"a = 1\"");
        assertThat(body(plan("{}", PLAIN))).doesNotContain("filter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "{}|-|-|_miroir_shard|_miroir_shard",
                "{\"attributesToRetrieve\":[\"*\",\"a\"]}|-|-|_miroir_shard|_miroir_shard",
                "{\"attributesToRetrieve\":[\"a\"]}|-|[\"a\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard,id,sku",
                "{\"attributesToRetrieve\":[\"a\",\"id\"]}|-|[\"a\",\"id\",\"sku\",\"_miroir_shard\"]|sku,_miroir_shard|_miroir_shard,sku",
                "{\"attributesToRetrieve\":[\"a\",\"_miroir_shard\"]}|-|[\"a\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard,id,sku",
                "{}|a,b|[\"a\",\"b\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard,id,sku",
                "{\"attributesToRetrieve\":[\"b\",\"c\"]}|a,b|[\"b\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard,id,sku",
                "{\"attributesToRetrieve\":[\"a\"],\"attributesToHighlight\":[\"*\"]}|-|[\"a\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard",
                "{\"attributesToRetrieve\":[\"a\"],\"attributesToCrop\":[\"id:3\"]}|-|[\"a\",\"id\",\"sku\",\"_miroir_shard\"]|id,sku,_miroir_shard|_miroir_shard,sku"
            })
    void attributes_needed_for_the_merge_are_added_and_named_for_removal(
            String request, @Nullable String displayed, @Nullable String retrieve, String strip, String formatted) {
        List<String> shown = displayed == null ? null : List.of(displayed.split(",", -1));
        NodeSearchPlan plan = plan(request, new NodeAsk(null, shown, "id", "sku"));
        if (retrieve == null) {
            assertThat(body(plan)).doesNotContain("attributesToRetrieve");
        } else {
            assertThat(body(plan)).contains("\"attributesToRetrieve\":" + retrieve + ",");
        }
        assertThat(plan.strip()).containsExactlyInAnyOrder(strip.split(",", -1));
        assertThat(plan.stripFormatted()).containsExactlyInAnyOrder(formatted.split(",", -1));
    }

    @Test
    void an_added_path_is_removed_with_the_objects_that_nothing_else_is_seen_of() {
        NodeAsk ask = new NodeAsk(null, null, "id", "maker.place.country");
        assertThat(plan("{\"attributesToRetrieve\":[\"a\"]}", ask).strip()).contains("maker");
        NodeSearchPlan plan = plan(
                "{\"attributesToRetrieve\":[\"maker.name\"],\"attributesToHighlight\":[\"maker.place.city\"]}", ask);
        assertThat(plan.strip()).contains("maker.place");
        assertThat(plan.stripFormatted()).contains("maker.place.country", "id");
        plan = plan("{\"attributesToRetrieve\":[\"a\"],\"attributesToCrop\":[\"maker:3\"]}", ask);
        assertThat(plan.stripFormatted()).doesNotContain("maker", "maker.place", "maker.place.country");
    }

    @Test
    void attributes_that_are_not_displayed_are_neither_formatted_nor_matched() {
        NodeSearchPlan plan = plan(
                "{\"attributesToHighlight\":[\"*\"],\"attributesToCrop\":[\"*:5\",\"secret:2\"],\"retrieveVectors\":true}",
                new NodeAsk(null, List.of("a", "b"), "id", null));
        assertThat(body(plan))
                .contains("\"attributesToHighlight\":[\"a\",\"b\"]")
                .contains("\"attributesToCrop\":[\"a:5\",\"b:5\"]")
                .doesNotContain("retrieveVectors");
        assertThat(plan.displayed()).containsExactly("a", "b");
        assertThat(plan("{}", PLAIN).displayed()).isNull();
    }

    private static NodeSearchPlan plan(String request, NodeAsk ask) {
        return NodeSearch.plan(SearchRequest.fromJson(request.getBytes(UTF_8)), ask);
    }

    private static String body(NodeSearchPlan plan) {
        return new String(plan.body(), UTF_8);
    }
}
