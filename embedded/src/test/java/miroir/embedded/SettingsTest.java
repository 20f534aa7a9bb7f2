package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.embedded.json.Json;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final NodeClient node = NodeClient.direct();

    @Test
    void a_new_index_has_the_defaults_of_meilisearch() {
        node.write("POST", "/indexes", "{\"uid\":\"s\",\"primaryKey\":\"id\"}");
        assertThat(node.get("/indexes/s/settings"))
                .isEqualTo(
                        "{\"displayedAttributes\":[\"*\"],\"searchableAttributes\":[\"*\"],\"filterableAttributes\":[],"
                                + "\"sortableAttributes\":[],\"rankingRules\":[\"words\",\"typo\",\"proximity\",\"attributeRank\","
                                + "\"sort\",\"wordPosition\",\"exactness\"],\"stopWords\":[],\"nonSeparatorTokens\":[],"
                                + "\"separatorTokens\":[],\"dictionary\":[],\"synonyms\":{},\"distinctAttribute\":null,"
                                + "\"proximityPrecision\":\"byWord\",\"typoTolerance\":{\"enabled\":true,\"minWordSizeForTypos\":"
                                + "{\"oneTypo\":5,\"twoTypos\":9},\"disableOnWords\":[],\"disableOnAttributes\":[],"
                                + "\"disableOnNumbers\":false},\"faceting\":{\"maxValuesPerFacet\":100,\"sortFacetValuesBy\":"
                                + "{\"*\":\"alpha\"}},\"pagination\":{\"maxTotalHits\":1000},\"embedders\":{},"
                                + "\"searchCutoffMs\":null,\"localizedAttributes\":null,\"facetSearch\":true,"
                                + "\"prefixSearch\":\"indexingTime\"}");
    }

    @Test
    void changes_merge_and_null_resets() {
        node.write("PATCH", "/indexes/s/settings", "{\"sortableAttributes\":[\"b\",\"a\"],\"stopWords\":[\"the\"]}");
        node.write("PATCH", "/indexes/s/settings/typo-tolerance", "{\"minWordSizeForTypos\":{\"oneTypo\":3}}");
        node.write(
                "PATCH",
                "/indexes/s/settings",
                "{\"stopWords\":null,\"faceting\":{\"sortFacetValuesBy\":{\"a\":\"count\"}}}");
        assertThat(node.get("/indexes/s/settings/sortable-attributes")).isEqualTo("[\"a\",\"b\"]");
        assertThat(node.get("/indexes/s/settings/stop-words")).isEqualTo("[]");
        assertThat(node.get("/indexes/s/settings/typo-tolerance")).contains("{\"oneTypo\":3,\"twoTypos\":9}");
        assertThat(node.get("/indexes/s/settings/faceting")).contains("{\"*\":\"alpha\",\"a\":\"count\"}");
        node.write("DELETE", "/indexes/s/settings", "");
        assertThat(node.get("/indexes/s/settings/sortable-attributes")).isEqualTo("[]");
    }

    @Test
    void granular_rules_get_their_defaults_and_the_first_match_wins() {
        var task = node.write(
                "PUT", "/indexes/s/settings/filterable-attributes", "[{\"attributePatterns\":[\"a*\"]},\"ab\"]");
        assertThat(Json.text(task.get("details")))
                .isEqualTo(
                        "{\"filterableAttributes\":[{\"attributePatterns\":[\"a*\"],\"features\":{\"facetSearch\":false,"
                                + "\"filter\":{\"equality\":true,\"comparison\":false}}},\"ab\"]}");
        assertThat(node.call("POST", "/indexes/s/search", "{\"filter\":\"ab > 1\"}"))
                .contains("Filter operator `>` is not allowed for the attribute `ab`.", "matched rule #0");
    }

    @Test
    void wrong_settings_are_refused_at_once() {
        assertThat(node.call("PATCH", "/indexes/s/settings", "{\"pagination\":{\"maxTotalHits\":0}}"))
                .contains("invalid_settings_pagination", "but found a zero");
        assertThat(node.call("PUT", "/indexes/s/settings/ranking-rules", "[\"foo\"]"))
                .contains("Invalid value at `[0]`: `foo` ranking rule is invalid.");
        assertThat(node.call("PUT", "/indexes/s/settings/ranking-rules", "[\"attribute\",\"wordPosition\"]"))
                .contains("Mixed usage");
        assertThat(node.call("PATCH", "/indexes/s/settings", "{\"foo\":1}")).contains("Unknown field `foo`");
        assertThat(node.send("PUT", "/indexes/s/settings/pagination", java.util.Map.of(), "{}")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void no_settings_change_while_the_place_of_a_document_is_none() {
        node.write("POST", "/indexes/a/documents", "[{\"id\":1},{\"id\":2,\"_geo\":5}]");
        for (String change :
                java.util.List.of("{\"filterableAttributes\":[\"_geo\"]}", "{\"stopWords\":[\"a\"]}", "{}")) {
            assertThat(Json.text(node.write("PATCH", "/indexes/a/settings", change)))
                    .contains("\"code\":\"invalid_document_geo_field\"", "with the id: `\\\"2\\\"`");
        }
        assertThat(Json.text(node.write("PATCH", "/indexes/a", "{\"primaryKey\":\"id\"}")))
                .contains("\"code\":\"invalid_document_geo_field\"");
        assertThat(node.get("/indexes/a/settings/filterable-attributes")).isEqualTo("[]");
        assertThat(node.get("/indexes/a/settings/stop-words")).isEqualTo("[]");
        node.write("DELETE", "/indexes/a/documents/2", "");
        node.write("PATCH", "/indexes/a/settings", "{\"stopWords\":[\"a\"]}");
        assertThat(node.get("/indexes/a/settings/stop-words")).isEqualTo("[\"a\"]");
    }

    @Test
    void indexes_are_created_renamed_and_deleted() {
        node.write("POST", "/indexes", "{\"uid\":\"s\"}");
        assertThat(Json.text(node.write("POST", "/indexes", "{\"uid\":\"s\"}"))).contains("Index `s` already exists.");
        assertThat(Json.text(node.write("PATCH", "/indexes/s", "{\"uid\":\"t\",\"primaryKey\":\"k\"}")))
                .contains("\"oldIndexUid\":\"s\",\"newIndexUid\":\"t\"");
        assertThat(node.get("/indexes")).contains("\"uid\":\"t\"", "\"primaryKey\":\"k\"", "\"total\":1");
        assertThat(Json.text(node.write("DELETE", "/indexes/t", ""))).contains("\"deletedDocuments\":0");
        assertThat(Json.text(node.write("DELETE", "/indexes/t", ""))).contains("index_not_found");
        assertThat(node.call("POST", "/indexes", "{\"uid\":\"a b\"}")).contains("invalid_index_uid");
    }
}
