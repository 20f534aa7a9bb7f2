package miroir.engine.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static miroir.engine.request.Refusal.assertRefused;
import static miroir.engine.request.Refusal.errorOf;
import static miroir.engine.request.Refusal.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and texts are those of Meilisearch's tests/search/errors.rs, v1.50.0. */
class SearchRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"q\":[\"doggo\"]}|invalid_search_q|Invalid value type at `.q`: expected a string, but found an array: `[\"doggo\"]`",
                "{\"offset\":\"doggo\"}|invalid_search_offset|Invalid value type at `.offset`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"offset\":-1}|invalid_search_offset|Invalid value type at `.offset`: expected a positive integer, but found a negative integer: `-1`",
                "{\"limit\":18446744073709551616}|invalid_search_limit|Invalid value type at `.limit`: expected a positive integer, but found a number: `1.8446744073709552e+19`",
                "{\"limit\":1e2}|invalid_search_limit|Invalid value type at `.limit`: expected a positive integer, but found a number: `100.0`",
                "{\"offset\":1e400}|malformed_payload|The json payload provided is malformed. `number out of range at line 1 column 15`.",
                "{\"limit\":1.5}|invalid_search_limit|Invalid value type at `.limit`: expected a positive integer, but found a number: `1.5`",
                "{\"limit\":null}|invalid_search_limit|Invalid value type at `.limit`: expected a positive integer, but found null",
                "{\"page\":\"doggo\"}|invalid_search_page|Invalid value type at `.page`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"hitsPerPage\":\"doggo\"}|invalid_search_hits_per_page|Invalid value type at `.hitsPerPage`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"attributesToRetrieve\":\"doggo\"}|invalid_search_attributes_to_retrieve|Invalid value type at `.attributesToRetrieve`: expected an array, but found a string: `\"doggo\"`",
                "{\"retrieveVectors\":[true]}|invalid_search_retrieve_vectors|Invalid value type at `.retrieveVectors`: expected a boolean, but found an array: `[true]`",
                "{\"cropLength\":\"doggo\"}|invalid_search_crop_length|Invalid value type at `.cropLength`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"sort\":[\"a\",1]}|invalid_search_sort|Invalid value type at `.sort[1]`: expected a string, but found a positive integer: `1`",
                "{\"facets\":\"doggo\"}|invalid_search_facets|Invalid value type at `.facets`: expected an array, but found a string: `\"doggo\"`",
                "{\"highlightPreTag\":[\"doggo\"]}|invalid_search_highlight_pre_tag|Invalid value type at `.highlightPreTag`: expected a string, but found an array: `[\"doggo\"]`",
                "{\"rankingScoreThreshold\":\"doggo\"}|invalid_search_ranking_score_threshold|Invalid value type at `.rankingScoreThreshold`: expected a number, but found a string: `\"doggo\"`",
                "{\"rankingScoreThreshold\":42}|invalid_search_ranking_score_threshold|Invalid value at `.rankingScoreThreshold`: the value of `rankingScoreThreshold` is invalid, expected a float between `0.0` and `1.0`.",
                "{\"matchingStrategy\":\"doggo\"}|invalid_search_matching_strategy|Unknown value `doggo` at `.matchingStrategy`: expected one of `last`, `all`, `frequency`",
                "{\"matchingStrategy\":{\"doggo\":\"doggo\"}}|invalid_search_matching_strategy|Invalid value type at `.matchingStrategy`: expected a string, but found an object: `{\"doggo\":\"doggo\"}`",
                "[]|bad_request|Invalid value type: expected an object, but found an array: `[]`",
                "{\"vector\":[1]}|miroir_not_supported|Miroir does not support `vector` yet: only keyword search is available.",
                "{\"hybrid\":{\"embedder\":\"d\"}}|miroir_not_supported|Miroir does not support `hybrid` yet: only keyword search is available."
            })
    void a_bad_body_is_refused_in_meilisearchs_words(String body, String code, String message) {
        assertRefused(() -> SearchRequest.fromJson(body.getBytes(UTF_8)), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "offset=doggo|invalid_search_offset|Invalid value in parameter `offset`: could not parse `doggo` as a positive integer",
                "filter=null|invalid_search_filter|Invalid syntax for the filter parameter: `expected String, Array, found: null`.",
                "limit=18446744073709551616|invalid_search_limit|Invalid value in parameter `limit`: could not parse `18446744073709551616` as a positive integer",
                "limit=-1|invalid_search_limit|Invalid value in parameter `limit`: could not parse `-1` as a positive integer",
                "retrieveVectors=|invalid_search_retrieve_vectors|Invalid value in parameter `retrieveVectors`: could not parse `` as a boolean, expected either `true` or `false`",
                "matchingStrategy=doggo|invalid_search_matching_strategy|Unknown value `doggo` for parameter `matchingStrategy`: expected one of `last`, `all`, `frequency`",
                "rankingScoreThreshold=2|invalid_search_ranking_score_threshold|Invalid value in parameter `rankingScoreThreshold`: the value of `rankingScoreThreshold` is invalid, expected a float between `0.0` and `1.0`.",
                "hybridEmbedder=x|miroir_not_supported|Miroir does not support `hybridEmbedder` yet: only keyword search is available."
            })
    void a_bad_query_is_refused_in_meilisearchs_words(String query, String code, String message) {
        assertRefused(() -> SearchRequest.fromQuery(query(query)), code, message);
    }

    @Test
    void unknown_names_list_the_accepted_ones_and_guess_at_typos() {
        String message = errorOf(() -> SearchRequest.fromJson("{\"marin\":1}".getBytes(UTF_8)))
                .message();
        assertThat(message)
                .isEqualTo("Unknown field `marin`: expected one of `q`, `offset`, `limit`, `page`, `hitsPerPage`,"
                        + " `attributesToRetrieve`, `attributesToCrop`, `cropLength`, `cropMarker`,"
                        + " `attributesToHighlight`, `highlightPreTag`, `highlightPostTag`, `showMatchesPosition`,"
                        + " `filter`, `sort`, `distinct`, `facets`, `matchingStrategy`, `attributesToSearchOn`,"
                        + " `rankingScoreThreshold`, `locales`, `hybrid`, `vector`, `retrieveVectors`, `media`,"
                        + " `personalize`, `useNetwork`, `showRankingScore`, `showRankingScoreDetails`,"
                        + " `showPerformanceDetails`");
        assertThat(errorOf(() -> SearchRequest.fromJson("{\"filler\":1}".getBytes(UTF_8)))
                        .message())
                .startsWith("Unknown field `filler`: did you mean `filter`? expected one of `q`");
        assertThat(errorOf(() -> SearchRequest.fromQuery(query("marin=1"))).message())
                .startsWith("Unknown parameter `marin`: expected one of `q`, `offset`");
    }

    @Test
    void bodies_that_are_no_json_are_missing_or_malformed() {
        assertRefused(() -> SearchRequest.fromJson(new byte[0]), "missing_payload", "A json payload is missing.");
        for (String body : List.of("{", "{\"q\":}", "{} x", " ", "{'q':1}")) {
            assertThat(errorOf(() -> SearchRequest.fromJson(body.getBytes(UTF_8)))
                            .code()
                            .wire())
                    .as(body)
                    .isEqualTo("malformed_payload");
        }
    }

    @Test
    void content_types_are_checked() {
        JsonContentType.check("application/json; charset=utf-8");
        assertRefused(
                () -> JsonContentType.check(null),
                "missing_content_type",
                "A Content-Type header is missing. Accepted values for the Content-Type header are: `application/json`");
        assertRefused(
                () -> JsonContentType.check("text/plain"),
                "invalid_content_type",
                "The Content-Type `text/plain` is invalid. Accepted values for the Content-Type header are:"
                        + " `application/json`");
    }

    @Test
    void a_query_says_the_same_as_a_body() {
        SearchRequest fromQuery = SearchRequest.fromQuery(query("q=dog&offset=1&limit=2&filter=[\"a = 1\",[\"b = 2\"]]"
                + "&sort=a:asc,_geoPoint(1, 2):desc,b:desc&facets=a,,b&attributesToRetrieve=*&cropLength=3"
                + "&attributesToCrop=a:4&locales=eng&showRankingScore=true&rankingScoreThreshold=0.5"));
        SearchRequest fromBody = SearchRequest.fromJson("""
                {"q":"dog","offset":1,"limit":2,"filter":["a = 1",["b = 2"]],
                 "sort":["a:asc","_geoPoint(1,2):desc","b:desc"],"facets":["a","b"],"attributesToRetrieve":["*"],
                 "cropLength":3,"attributesToCrop":["a:4"],"locales":["eng"],"showRankingScore":true,
                 "rankingScoreThreshold":0.5}""".getBytes(UTF_8));
        assertThat(fromQuery).isEqualTo(fromBody);
    }

    @Test
    void a_filter_in_a_query_that_is_no_json_is_an_expression() {
        assertThat(SearchRequest.fromQuery(query("filter=a = 1")).filter()).hasToString("\"a = 1\"");
        assertThat(SearchRequest.fromQuery(query("filter=\"a = 1\"")).filter()).hasToString("\"a = 1\"");
    }

    @Test
    void nulls_are_as_absent_where_meilisearch_allows_them() {
        SearchRequest nothing = SearchRequest.fromJson("{}".getBytes(UTF_8));
        assertThat(SearchRequest.fromJson(
                        "{\"q\":null,\"filter\":null,\"sort\":null,\"vector\":null,\"useNetwork\":null,\"page\":null}"
                                .getBytes(UTF_8)))
                .isEqualTo(nothing);
        assertThat(nothing.window().end()).isEqualTo(20);
        assertThat(SearchRequest.fromJson("{\"facets\":[]}".getBytes(UTF_8))).isEqualTo(nothing);
    }

    @Test
    void windows_count_hits_from_the_first_and_saturate() {
        assertThat(new Window(5, 10, null, null).end()).isEqualTo(15);
        assertThat(new Window(Long.MAX_VALUE, 10, null, null).end()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Window(0, 20, 3L, 10L).start()).isEqualTo(20);
        assertThat(new Window(0, 20, 3L, null).end()).isEqualTo(60);
        assertThat(new Window(0, 20, 0L, 10L).count()).isZero();
        assertThat(new Window(0, 20, Long.MAX_VALUE, 3L).end()).isEqualTo(Long.MAX_VALUE);
        long most = SearchRequest.fromQuery(query("limit=18446744073709551615"))
                .window()
                .limit();
        assertThat(Long.toUnsignedString(most)).isEqualTo("18446744073709551615");
        assertThat(new Window(1, most, null, null).end()).isEqualTo(Long.MAX_VALUE);
        assertThat(new Window(0, 20, most, most).start()).isEqualTo(Long.MAX_VALUE);
    }
}
