package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import miroir.embedded.json.Json;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private final NodeClient node = NodeClient.direct();

    @Test
    void numbers_come_back_as_they_were_sent() {
        node.write("POST", "/indexes/a/documents", "[{\"id\": 1, \"n\": 1e3, \"m\": [1.50, 123456789012345678901]}]");
        assertThat(node.get("/indexes/a/documents/1"))
                .isEqualTo("{\"id\":1,\"n\":1e3,\"m\":[1.50,123456789012345678901]}");
    }

    @Test
    void a_put_merges_top_level_fields_and_a_post_replaces() {
        node.write("POST", "/indexes/a/documents", "[{\"id\":1,\"x\":{\"y\":1},\"z\":1}]");
        node.write("PUT", "/indexes/a/documents", "[{\"id\":1,\"x\":{\"w\":2}}]");
        assertThat(node.get("/indexes/a/documents/1")).isEqualTo("{\"id\":1,\"x\":{\"w\":2},\"z\":1}");
        node.write("POST", "/indexes/a/documents", "[{\"id\":\"1\"}]");
        assertThat(node.get("/indexes/a/documents/1")).isEqualTo("{\"id\":\"1\"}");
    }

    @Test
    void integers_come_first_by_value_then_texts_by_bytes() {
        node.write(
                "POST", "/indexes/a/documents", "[{\"id\":\"b\"},{\"id\":10},{\"id\":9},{\"id\":\"a\"},{\"id\":-1}]");
        assertThat(node.get("/indexes/a/documents"))
                .isEqualTo("{\"results\":[{\"id\":-1},{\"id\":9},{\"id\":10},{\"id\":\"a\"},{\"id\":\"b\"}],"
                        + "\"offset\":0,\"limit\":20,\"total\":5}");
        assertThat(node.ids("a", "{}")).containsExactly("-1", "9", "10", "\"a\"", "\"b\"");
    }

    @Test
    void a_bad_id_fails_the_whole_payload() {
        Map<String, ?> task = node.write("POST", "/indexes/a/documents", "[{\"id\":1},{\"id\":\"a b\"}]");
        assertThat(Json.text(task))
                .contains("\"status\":\"failed\"", "\"code\":\"invalid_document_id\"", "\"indexedDocuments\":0");
        assertThat(node.get("/indexes/a")).contains("\"primaryKey\":null");
        assertThat(node.get("/indexes/a/stats")).contains("\"numberOfDocuments\":0");
    }

    @Test
    void the_primary_key_is_inferred_from_the_first_document() {
        assertThat(Json.text(node.write("POST", "/indexes/a/documents", "[{\"x\":1}]")))
                .contains("index_primary_key_no_candidate_found");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents", "[{\"uid\":1,\"id\":1}]")))
                .contains("index_primary_key_multiple_candidates_found", "'id' and 'uid'");
        node.write("POST", "/indexes/a/documents", "[{\"bookId\":1}]");
        assertThat(node.get("/indexes/a")).contains("\"primaryKey\":\"bookId\"");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents", "[{\"id\":1}]")))
                .contains("missing_document_id", "Document doesn't have a `bookId` attribute: `{\\\"id\\\":1}`.");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents?primaryKey=id", "[{\"id\":1}]")))
                .contains("index_primary_key_already_exists");
    }

    @Test
    void an_index_takes_only_so_many_names_of_fields_in_all() {
        NodeClient few = NodeClient.withFields(4);
        few.write("POST", "/indexes/a/documents", "[{\"id\":1,\"o\":[{\"p\":1}]},{\"id\":2,\"o\":{\"q\":null}}]");
        String refused = "\"message\":\"Index `a`: A document cannot contain more than 65,535 fields.\","
                + "\"code\":\"max_fields_limit_exceeded\"";
        assertThat(Json.text(few.write("POST", "/indexes/a/documents", "[{\"id\":3},{\"id\":4,\"r\":1}]")))
                .contains("\"indexedDocuments\":0", refused);
        assertThat(Json.text(few.write("PUT", "/indexes/a/documents", "[{\"id\":1,\"o\":{\"r\":1}}]")))
                .contains(refused);
        assertThat(Json.text(few.write("PUT", "/indexes/a/documents?skipCreation=true", "[{\"id\":9,\"r\":1}]")))
                .contains(refused);
        few.write("DELETE", "/indexes/a/documents", "");
        assertThat(Json.text(few.write("POST", "/indexes/a/documents", "[{\"id\":5,\"r\":1}]")))
                .contains(refused);
        assertThat(Json.text(few.write("PATCH", "/indexes/a", "{\"primaryKey\":\"r\"}")))
                .contains(refused);
        few.write("POST", "/indexes/a/documents", "[{\"id\":6,\"o\":{\"p\":{},\"q\":2}}]");
        assertThat(few.get("/indexes/a/documents")).contains("\"results\":[{\"id\":6,");
        assertThat(Json.text(few.write(
                        "POST", "/indexes/a/documents", "[{\"id\":7,\"r\":1,\"s\":1},{\"id\":8,\"t\":1,\"u\":1}]")))
                .contains("\"message\":\"A document cannot contain");
        few.write("DELETE", "/indexes/a", "");
        assertThat(Json.text(few.write("POST", "/indexes/a/documents", "[{\"id\":7,\"r\":1}]")))
                .contains("succeeded");
    }

    @Test
    void a_document_read_with_its_vectors_shows_that_it_has_none_and_is_the_same_when_written_back() {
        node.write("POST", "/indexes/a/documents", "[{\"id\":1}]");
        String fetched = node.call("POST", "/indexes/a/documents/fetch", "{\"retrieveVectors\":true}");
        assertThat(fetched).contains("\"results\":[{\"id\":1,\"_vectors\":{}}]");
        node.write("POST", "/indexes/b/documents", "[{\"id\":1,\"_vectors\":{}}]");
        assertThat(node.get("/indexes/b/documents")).contains("\"results\":[{\"id\":1}]");
        assertThat(node.get("/indexes/b/stats")).contains("\"fieldDistribution\":{\"id\":1}");
    }

    @Test
    void a_place_that_is_none_is_refused_where_places_matter() {
        node.write("PATCH", "/indexes/a/settings", "{\"sortableAttributes\":[\"_geo\"]}");
        assertThat(Json.text(node.write(
                        "POST", "/indexes/a/documents", "[{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":2,\"x\":3}}]")))
                .contains("contains the following unexpected fields: `{\\\"x\\\":3}`.");
        assertThat(Json.text(node.write(
                        "POST", "/indexes/a/documents", "[{\"id\":1,\"_geo\":{\"lat\":\"NaN\",\"lng\":2}}]")))
                .contains("Could not parse latitude");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents", "[{\"id\":1,\"_geo\":5},{\"id\":1}]")))
                .contains("succeeded");
        node.write("PATCH", "/indexes/b/settings", "{\"filterableAttributes\":[\"*\"]}");
        assertThat(Json.text(node.write("POST", "/indexes/b/documents", "[{\"id\":1,\"_geo\":5}]")))
                .contains("succeeded");
    }

    @Test
    void csv_and_ndjson_are_read() {
        node.send(
                "POST",
                "/indexes/a/documents?csvDelimiter=;",
                Map.of("content-type", "text/csv"),
                "id:number;name;ok:boolean;note\n1;\"a;b\";true;\n2;c;false;x\n");
        assertThat(node.get("/indexes/a/documents/1"))
                .isEqualTo("{\"id\":1,\"name\":\"a;b\",\"ok\":true,\"note\":null}");
        node.send(
                "POST",
                "/indexes/a/documents",
                Map.of("content-type", "application/x-ndjson"),
                "{\"id\":3}\n\n{\"id\":4}\n");
        assertThat(node.get("/indexes/a/stats")).contains("\"numberOfDocuments\":4");
        assertThat(node.call("POST", "/indexes/a/documents", "{bad")).contains("malformed_payload");
        assertThat(node.call("POST", "/indexes/a/documents", "")).contains("missing_payload");
    }

    @Test
    void documents_are_deleted_by_id_list_filter_and_all() {
        node.write("PATCH", "/indexes/a/settings", "{\"filterableAttributes\":[\"n\"]}");
        node.write(
                "POST",
                "/indexes/a/documents",
                "[{\"id\":1,\"n\":1},{\"id\":2,\"n\":2},{\"id\":3,\"n\":3},{\"id\":4,\"n\":4},{\"id\":5}]");
        assertThat(Json.text(node.write("DELETE", "/indexes/a/documents/1", "")))
                .contains("\"deletedDocuments\":1");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents/delete-batch", "[2,\"9\"]")))
                .contains("\"providedIds\":2,\"deletedDocuments\":1,\"originalFilter\":null");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents/delete", "{\"filter\":\"n > 3\"}")))
                .contains("\"deletedDocuments\":1,\"originalFilter\":\"\\\"n > 3\\\"\"");
        assertThat(Json.text(node.write("POST", "/indexes/a/documents/delete", "{\"filter\":\"x = 3\"}")))
                .contains(
                        "\"status\":\"failed\"",
                        "invalid_document_filter",
                        "Index `a`: Attribute `x` is not filterable.");
        assertThat(Json.text(node.write("DELETE", "/indexes/a/documents", ""))).contains("\"deletedDocuments\":2");
    }

    @Test
    void skip_creation_only_changes_what_is_there() {
        node.write("POST", "/indexes/a/documents", "[{\"id\":1}]");
        node.write("PUT", "/indexes/a/documents?skipCreation=true", "[{\"id\":1,\"a\":1},{\"id\":2}]");
        assertThat(node.get("/indexes/a/documents")).contains("\"results\":[{\"id\":1,\"a\":1}]");
    }

    @Test
    void a_proxied_fetch_shows_the_sort_values() {
        node.write("PATCH", "/indexes/a/settings", "{\"sortableAttributes\":[\"n\"],\"filterableAttributes\":[\"n\"]}");
        node.write("POST", "/indexes/a/documents", "[{\"id\":1,\"n\":2.5},{\"id\":2,\"n\":\"ÀB\"},{\"id\":3}]");
        String found = NodeClient.text(node.send(
                "POST",
                "/indexes/a/documents/fetch",
                Map.of("content-type", "application/json", "meili-proxy-search", "true"),
                "{\"sort\":[\"n:desc\"],\"fields\":[\"id\"],\"limit\":2,\"ids\":[1,2,\"7\"],\"filter\":\"n EXISTS\"}"));
        assertThat(found)
                .startsWith("{\"results\":[{\"id\":1,\"_federation\":{\"weightedScoreValues\":[{\"sort\":"
                        + "{\"asc\":false,\"value\":2.5}}]}},{\"id\":2,")
                .endsWith("\"offset\":0,\"limit\":2,\"total\":2}");
    }
}
