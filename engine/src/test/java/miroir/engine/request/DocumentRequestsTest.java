package miroir.engine.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static miroir.engine.request.Refusal.assertRefused;
import static miroir.engine.request.Refusal.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and texts are those of Meilisearch's tests/documents/errors.rs and tests/index/errors.rs, v1.50.0. */
class DocumentRequestsTest {
    private static final String OPERATIONS =
            "Was expecting an operation `=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`, `NOT IN`,"
                    + " `TO`, `EXISTS`, `NOT EXISTS`, `IS NULL`, `IS NOT NULL`, `IS EMPTY`, `IS NOT EMPTY`, `CONTAINS`,"
                    + " `NOT CONTAINS`, `STARTS WITH`, `NOT STARTS WITH`, `_geoRadius`, `_geoBoundingBox` or `_geoPolygon` ";

    @Test
    void a_node_is_asked_for_documents_from_the_first_one_with_what_identifies_them() {
        DocumentsRequest request = DocumentsRequest.fromQuery(
                query("offset=5&limit=3&fields=title,_miroir_shard&ids=1,b&filter=a = 1&sort=a:asc"));
        NodeDocuments node = NodeDocuments.of(request, "s IN [x]", "id");
        assertThat(new String(node.body(), UTF_8))
                .isEqualTo("{\"offset\":0,\"limit\":8,\"fields\":[\"title\",\"id\",\"_miroir_shard\"],"
                        + "\"ids\":[\"1\",\"b\"],\"filter\":[\"s IN [x]\",\"a = 1\"],\"sort\":[\"a:asc\"]}");
        assertThat(node.strip()).containsExactlyInAnyOrder("id", "_miroir_shard");
    }

    @Test
    void a_star_among_the_fields_of_a_body_is_a_name_as_it_is_to_nodes() {
        DocumentsRequest request = DocumentsRequest.fromJson("{\"fields\":[\"*\"]}".getBytes(UTF_8));
        NodeDocuments node = NodeDocuments.of(request, null, "id");
        assertThat(new String(node.body(), UTF_8)).contains("\"fields\":[\"*\",\"id\",\"_miroir_shard\"]");
        assertThat(node.strip()).containsExactlyInAnyOrder("id", "_miroir_shard");
    }

    @Test
    void a_plain_list_asks_for_all_fields() {
        DocumentsRequest request = DocumentsRequest.fromQuery(query("fields=title,*"));
        assertThat(new String(NodeDocuments.of(request, null, "id").body(), UTF_8))
                .isEqualTo("{\"offset\":0,\"limit\":20}");
        assertThat(DocumentsRequest.fromJson("{\"ids\":[1,\"b\"]}".getBytes(UTF_8))
                        .ids())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "offset=-1|invalid_document_offset|Invalid value in parameter `offset`: could not parse `-1` as a positive integer",
                "limit=|invalid_document_limit|Invalid value in parameter `limit`: could not parse `` as a positive integer",
                "retrieveVectors=tamo|invalid_document_retrieve_vectors|Invalid value in parameter `retrieveVectors`: could not parse `tamo` as a boolean, expected either `true` or `false`",
                "doggo=1|bad_request|Unknown parameter `doggo`: expected one of `offset`, `limit`, `fields`, `retrieveVectors`, `ids`, `filter`, `sort`, `useNetwork`"
            })
    void a_bad_list_is_refused(String query, String code, String message) {
        assertRefused(() -> DocumentsRequest.fromQuery(query(query)), code, message);
    }

    @Test
    void a_filter_to_delete_by_is_checked_at_once() {
        assertThat(DeleteByFilterRequest.fromJson("{\"filter\":\"a = 1\"}".getBytes(UTF_8))
                        .filter())
                .hasToString("\"a = 1\"");
        assertDeletion(
                "\"hello\"", "bad_request", "Invalid value type: expected an object, but found a string: `\"hello\"`");
        assertDeletion("{}", "missing_document_filter", "Missing field `filter`");
        assertDeletion("{\"filter\":[]}", "invalid_document_filter", "Sending an empty filter is forbidden.");
        assertDeletion(
                "{\"filter\":true}",
                "invalid_document_filter",
                "Invalid syntax for the filter parameter: `expected String, Array, found: true`.");
        assertDeletion("{\"filter\":\"hello\"}", "invalid_document_filter", OPERATIONS + "at `hello`.\n1:6 hello");
        assertDeletion(
                "{\"filter\":\"_foreign(author, id = a1)\"}",
                "feature_not_enabled",
                "using a foreign filter requires enabling the `foreign_keys` experimental feature. See"
                        + " https://github.com/orgs/meilisearch/discussions/873\n10:16 _foreign(author, id = a1)");
    }

    @Test
    void write_parameters_are_read() {
        assertThat(DocumentWriteParams.ofAddition(query("primaryKey=id&csvDelimiter=;&skipCreation=TRUE")))
                .isEqualTo(new DocumentWriteParams("id", ';', null, true));
        assertThat(DocumentWriteParams.ofDeletion(Map.of()))
                .isEqualTo(new DocumentWriteParams(null, null, null, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csvDelimiter=|invalid_document_csv_delimiter|Invalid value in parameter `csvDelimiter`: expected a string of one character, but found an empty string",
                "csvDelimiter=doggo|invalid_document_csv_delimiter|Invalid value in parameter `csvDelimiter`: expected a string of one character, but found the following string of 5 characters: `doggo`",
                "csvDelimiter=🍰|invalid_document_csv_delimiter|csv delimiter must be an ascii character. Found: `🍰`",
                "skipCreation=yes|invalid_skip_creation|skipCreation must be either `true` or `false`. Found: `yes`"
            })
    void bad_write_parameters_are_refused(String query, String code, String message) {
        assertRefused(() -> DocumentWriteParams.ofAddition(query(query)), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|missing_index_uid|Missing field `uid`",
                "{\"uid\":true}|invalid_index_uid|Invalid value type at `.uid`: expected a string, but found a boolean: `true`",
                "{\"uid\":\"the best doggo\"}|invalid_index_uid|Invalid value at `.uid`: `the best doggo` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.",
                "{\"uid\":\"a\",\"primaryKey\":[\"doggo\"]}|invalid_index_primary_key|Invalid value type at `.primaryKey`: expected a string, but found an array: `[\"doggo\"]`",
                "{\"uid\":\"a\",\"doggo\":1}|bad_request|Unknown field `doggo`: expected one of `uid`, `primaryKey`"
            })
    void bad_index_creations_are_refused(String body, String code, String message) {
        assertRefused(() -> IndexCreateRequest.fromJson(body.getBytes(UTF_8)), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"createdAt\":1}|immutable_index_created_at|Immutable field `createdAt`: expected one of `primaryKey`, `uid`",
                "{\"updatedAt\":1}|immutable_index_updated_at|Immutable field `updatedAt`: expected one of `primaryKey`, `uid`",
                "{\"doggo\":1}|bad_request|Unknown field `doggo`: expected one of `primaryKey`, `uid`"
            })
    void bad_index_updates_are_refused(String body, String code, String message) {
        assertRefused(() -> IndexUpdateRequest.fromJson(body.getBytes(UTF_8)), code, message);
    }

    @Test
    void index_names_are_one_to_400_plain_characters() {
        assertThat(IndexUid.isLegal("a".repeat(400))).isTrue();
        assertThat(IndexUid.isLegal("a".repeat(401))).isFalse();
        assertThat(IndexUid.isLegal("")).isFalse();
        assertThat(IndexUid.isLegal("é")).isFalse();
        assertThat(IndexUid.check("A-z_0")).isEqualTo("A-z_0");
        assertThat(Paging.ofIndexes(query("limit=3"))).isEqualTo(new Paging(0, 3));
        assertThat(StatsParams.fromQuery(query("sizeFormat=human"))).isEqualTo(new StatsParams(false, true));
    }

    private static void assertDeletion(String body, String code, String message) {
        assertRefused(() -> DeleteByFilterRequest.fromJson(body.getBytes(UTF_8)), code, message);
    }
}
