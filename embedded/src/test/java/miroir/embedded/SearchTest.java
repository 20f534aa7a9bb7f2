package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.embedded.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchTest {

    private final NodeClient node = NodeClient.direct();

    @BeforeEach
    void fill() {
        node.write(
                "PATCH",
                "/indexes/s/settings",
                "{\"filterableAttributes\":[\"g\",\"price\",\"tag\",{\"attributePatterns\":[\"m.*\"]},\"_geo\"],"
                        + "\"sortableAttributes\":[\"price\",\"_geo\"]}");
        node.write(
                "POST",
                "/indexes/s/documents",
                "[{\"id\":1,\"title\":\"The Sunflower Field\",\"text\":\"a sunflower in the field of gold\",\"price\":10,"
                        + "\"tag\":[\"Red\",\"blue\"],\"_geo\":{\"lat\":48.8,\"lng\":2.3},\"g\":\"A\"},"
                        + "{\"id\":\"b2\",\"title\":\"Sun flower\",\"text\":\"field hockey\",\"price\":5.5,\"tag\":\"red\","
                        + "\"g\":null},"
                        + "{\"id\":3,\"title\":\"Golden field\",\"price\":\"cheap\",\"tag\":true,\"m\":{\"x\":1,\"y\":[]},"
                        + "\"g\":\"\"},{\"id\":10,\"title\":\"Nothing\",\"price\":1000,\"obj\":[{\"n\":\"deep field\"}]}]");
    }

    @Test
    void a_word_that_no_document_holds_is_left_out_of_an_exact_match() {
        node.write("POST", "/indexes/x/documents", "[{\"id\":1,\"type\":\"field\",\"title\":\"a golden field\"}]");
        assertThat(exactness("field gol")).isEqualTo("\"exactMatch\"");
        node.write("POST", "/indexes/x/documents", "[{\"id\":11,\"title\":\"gol\"}]");
        assertThat(exactness("field gol")).isEqualTo("\"noExactMatch\"");
        node.write("DELETE", "/indexes/x/documents/11", "");
        assertThat(exactness("field gol")).isEqualTo("\"exactMatch\"");
    }

    private String exactness(String query) {
        String search = "{\"q\":\"" + query + "\",\"showRankingScoreDetails\":true}";
        var details = Json.asObject(node.hits("x", search).get(0).get("_rankingScoreDetails"));
        return Json.text(Json.asObject(details.get("exactness")).get("matchType"));
    }

    @Test
    void details_and_score_have_the_values_of_a_real_node() {
        var hit = node.hits("s", "{\"q\":\"feild\",\"showRankingScore\":true,\"showRankingScoreDetails\":true}")
                .get(0);
        assertThat(Json.text(hit.get("_rankingScoreDetails")))
                .isEqualTo(
                        "{\"words\":{\"order\":0,\"matchingWords\":1,\"maxMatchingWords\":1,\"score\":1.0},"
                                + "\"typo\":{\"order\":1,\"typoCount\":1,\"maxTypoCount\":1,\"score\":0.5},"
                                + "\"proximity\":{\"order\":2,\"score\":1.0},\"attributeRank\":{\"order\":3,\"score\":1.0},"
                                + "\"wordPosition\":{\"order\":4,\"score\":1.0},\"exactness\":{\"order\":5,\"matchType\":"
                                + "\"noExactMatch\",\"matchingWords\":0,\"maxMatchingWords\":1,\"score\":0.16666666666666666}}");
        assertThat(Json.text(hit.get("_rankingScore"))).isEqualTo("0.4621212121212121");
    }

    @Test
    void sort_and_geo_show_their_values() {
        var hit = node.hits(
                        "s",
                        "{\"q\":\"the field g\",\"showRankingScoreDetails\":true,"
                                + "\"sort\":[\"price:asc\",\"_geoPoint(48,2):asc\"],\"attributesToCrop\":[\"text\"],"
                                + "\"cropLength\":5,\"attributesToRetrieve\":[\"id\",\"_geo\"]}")
                .get(0);
        assertThat(Json.text(hit))
                .startsWith("{\"id\":1,\"_geo\":{\"lat\":48.8,\"lng\":2.3},\"_geoDistance\":91671,\"_formatted\":"
                        + "{\"id\":\"1\",\"text\":\"…in the field of gold\"")
                .contains("\"proximity\":{\"order\":2,\"score\":0.8571428571428571}")
                .contains("\"price:asc\":{\"order\":4,\"value\":10.0},\"_geoPoint(48, 2):asc\":{\"order\":5,"
                        + "\"value\":{\"lat\":48.8,\"lng\":2.3},\"distance\":91671.344}")
                .contains("\"wordPosition\":{\"order\":6,\"score\":0.9032258064516129}");
    }

    @Test
    void only_names_that_are_displayed_themselves_are_retrieved_formatted_and_named() {
        node.write("PUT", "/indexes/s/settings/displayed-attributes", "[\"title\",\"m.x\"]");
        String query = "{\"q\":\"golden\",\"attributesToRetrieve\":[\"m\"],\"attributesToHighlight\":[\"m\",\"id\"]}";
        assertThat(Json.text(node.hits("s", query).get(0))).isEqualTo("{}");
        query = "{\"sort\":[\"price:asc\"],\"showRankingScoreDetails\":true,\"limit\":1}";
        assertThat(Json.text(node.hits("s", query).get(0)))
                .isEqualTo("{\"title\":\"Sun flower\",\"_rankingScoreDetails\":{\"<hidden-rule-0>\":{\"order\":0,"
                        + "\"value\":\"<hidden>\"}}}");
    }

    @Test
    void a_star_among_the_fields_of_a_body_is_a_name() {
        assertThat(node.call("POST", "/indexes/s/documents/fetch", "{\"fields\":[\"*\"],\"limit\":1}"))
                .contains("\"results\":[{}]");
        assertThat(node.get("/indexes/s/documents?fields=*&limit=1")).contains("\"title\"");
    }

    @Test
    void sorts_put_numbers_before_texts_before_nothing() {
        node.write("POST", "/indexes/s/documents", "[{\"id\":4}]");
        assertThat(node.ids("s", "{\"sort\":[\"price:asc\"]}")).containsExactly("\"b2\"", "1", "10", "3", "4");
        assertThat(node.ids("s", "{\"sort\":[\"price:desc\"]}")).containsExactly("10", "1", "\"b2\"", "3", "4");
    }

    @Test
    void facets_are_counted_as_a_real_node_does() {
        assertThat(node.call("POST", "/indexes/s/search", "{\"facets\":[\"*\"],\"limit\":0}"))
                .contains("\"facetDistribution\":{\"_geo\":{},\"_geo.lat\":{\"48.8\":1},\"_geo.lng\":{\"2.3\":1},"
                        + "\"g\":{\"A\":1},\"m.x\":{\"1\":1},\"m.y\":{},\"price\":{\"10\":1,\"1000\":1,\"5.5\":1,"
                        + "\"cheap\":1},\"tag\":{\"blue\":1,\"Red\":2,\"true\":1}}")
                .contains("\"price\":{\"min\":5.5,\"max\":1000.0}");
    }

    @Test
    void typos_prefixes_phrases_and_negation() {
        assertThat(node.ids("s", "{\"q\":\"sunflowr\"}")).containsExactly("1");
        assertThat(node.ids("s", "{\"q\":\"gol\"}")).containsExactlyInAnyOrder("1", "3");
        assertThat(node.ids("s", "{\"q\":\"gol \"}")).isEmpty();
        assertThat(node.ids("s", "{\"q\":\"\\\"the field\\\"\"}")).containsExactly("1");
        assertThat(node.ids("s", "{\"q\":\"field -gold\"}")).containsExactlyInAnyOrder("\"b2\"", "3", "10");
        assertThat(node.ids("s", "{\"q\":\"⸀⸁⸆⸇⸈⸋⸎⸏\"}")).hasSize(4);
    }

    @Test
    void the_last_words_may_be_missing_unless_all_are_wanted() {
        assertThat(node.ids("s", "{\"q\":\"field hockey zebra\"}"))
                .startsWith("\"b2\"")
                .hasSize(4);
        assertThat(node.ids("s", "{\"q\":\"field hockey zebra\",\"matchingStrategy\":\"all\"}"))
                .isEmpty();
    }

    @Test
    void highlights_and_positions() {
        var hit = node.hits(
                        "s",
                        "{\"q\":\"deep fi\",\"attributesToHighlight\":[\"*\"],\"showMatchesPosition\":true,"
                                + "\"attributesToRetrieve\":[\"obj\"]}")
                .get(0);
        assertThat(Json.text(hit.get("_formatted"))).contains("\"n\":\"<em>deep</em> <em>fi</em>eld\"");
        assertThat(Json.text(hit.get("_matchesPosition")))
                .isEqualTo(
                        "{\"obj.n\":[{\"start\":0,\"length\":4,\"indices\":[0]},{\"start\":5,\"length\":2,\"indices\":[0]}]}");
    }

    @Test
    void pages_distinct_and_threshold() {
        assertThat(node.call(
                        "POST",
                        "/indexes/s/search",
                        "{\"page\":2,\"hitsPerPage\":3,\"attributesToRetrieve\":[\"id\"]}"))
                .contains(
                        "\"hits\":[{\"id\":\"b2\"}]", "\"hitsPerPage\":3,\"page\":2,\"totalPages\":2,\"totalHits\":4");
        assertThat(node.ids("s", "{\"distinct\":\"tag\"}")).containsExactly("1", "3", "10");
        assertThat(node.ids("s", "{\"q\":\"golden field\",\"rankingScoreThreshold\":0.99}"))
                .containsExactly("3");
        node.write("PATCH", "/indexes/s/settings", "{\"pagination\":{\"maxTotalHits\":2}}");
        assertThat(node.call("POST", "/indexes/s/search", "{\"attributesToRetrieve\":[\"id\"]}"))
                .contains("\"hits\":[{\"id\":1},{\"id\":3}]", "\"estimatedTotalHits\":4");
    }

    @Test
    void what_is_not_allowed_is_refused_with_the_texts_of_a_real_node() {
        assertThat(node.call("POST", "/indexes/s/search", "{\"filter\":\"title=1\"}"))
                .contains("\"code\":\"invalid_search_filter\"")
                .contains("Index `s`: Attribute `title` is not filterable. Available filterable attribute patterns are:"
                        + " `_geo`, `g`, `m.*`, `price`, `tag`.\\n2:7 \\\"title\\\" = \\\"1\\\"");
        assertThat(node.call("POST", "/indexes/s/search", "{\"sort\":[\"title:asc\"]}"))
                .contains(
                        "Index `s`: Attribute `title` is not sortable. Available sortable attributes are: `_geo, price`.");
        assertThat(node.call("POST", "/indexes/s/search", "{\"foo\":1}")).contains("\"code\":\"bad_request\"");
        assertThat(node.call("POST", "/indexes/s/search", "{\"limit\":-1}"))
                .contains(
                        "Invalid value type at `.limit`: expected a positive integer, but found a negative integer: `-1`");
        assertThat(node.call("POST", "/indexes/nope/search", "{}")).contains("index_not_found");
        assertThat(node.get("/indexes/s/search?limit=a")).contains("could not parse `a` as a positive integer");
    }

    @Test
    void by_offset_what_scores_too_low_counts_unless_the_hits_stay_below_the_limit() {
        String search = "{\"q\":\"field hockey\",\"rankingScoreThreshold\":0.9,\"limit\":%d%s}";
        assertThat(node.call("POST", "/indexes/s/search", search.formatted(1, "")))
                .contains("\"estimatedTotalHits\":4");
        assertThat(node.call("POST", "/indexes/s/search", search.formatted(2, "")))
                .contains("\"estimatedTotalHits\":1");
        assertThat(node.call("POST", "/indexes/s/search", search.formatted(1, ",\"page\":1")))
                .contains("\"totalHits\":1");
    }
}
