package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.console.Samples;
import miroir.console.model.Hit.Run;
import miroir.engine.api.SearchReply;
import org.junit.jupiter.api.Test;

class SearchResultTest {
    private static final SearchQuery QUERY = new SearchQuery("movies", "it's", "", "", "*", 0);

    private static SearchReply reply(String body) {
        return new SearchReply(200, body.getBytes(StandardCharsets.UTF_8), List.of());
    }

    @Test
    void the_field_that_names_a_document_comes_first() {
        String body = "{\"hits\":[{\"id\":7,\"text\":\"long\",\"Title\":\"Orpheus\",\"n\":1.50,\"_geo\":{}}]}";
        Hit hit = SearchResult.of(QUERY, reply(body), "id").hits().get(0);
        assertThat(hit.titleField()).isEqualTo("Title");
        assertThat(hit.id()).isEqualTo("7");
        assertThat(hit.fields()).extracting(Hit.Field::name).containsExactly("text", "n");
        assertThat(hit.fields().get(1).runs()).containsExactly(new Run("1.50", false));
    }

    @Test
    void without_a_text_the_key_names_the_document() {
        Hit hit = SearchResult.of(QUERY, reply("{\"hits\":[{\"sku\":42,\"n\":1}]}"), "sku")
                .hits()
                .get(0);
        assertThat(hit.title()).containsExactly(new Run("42", false));
    }

    @Test
    void highlights_split_a_text_and_long_texts_end_with_an_ellipsis() {
        assertThat(Hit.runs("a \uE6A0b\uE6A1 c"))
                .containsExactly(new Run("a ", false), new Run("b", true), new Run(" c", false));
        assertThat(Hit.runs("x".repeat(1000)).get(0).text()).hasSize(321).endsWith("…");
    }

    @Test
    void facet_values_are_most_frequent_first_and_narrow_the_search() {
        SearchResult result = SearchResult.of(QUERY.also("year > 1"), Samples.films(), "id");
        SearchResult.Facet genres = result.facets().get(0);
        assertThat(genres.values()).extracting(SearchResult.Value::count).containsExactly("5", "3", "1");
        assertThat(genres.values().get(2).href())
                .contains("filter=%28year%20%3E%201%29%20AND%20genres%20%3D%20%22Horror%20%26%20%5C%22more%5C%22%22");
    }

    @Test
    void numbers_without_end_are_told_as_a_span_and_positions_not_at_all() {
        String many = IntStream.range(0, 9).mapToObj(i -> "\"" + i + ".5\":1").collect(Collectors.joining(","));
        String body = "{\"hits\":[],\"facetDistribution\":{\"_geo.lat\":{\"1\":1},\"price\":{" + many
                + "},\"size\":{\"1\":2}},\"facetStats\":{\"price\":{\"min\":0.50,\"max\":1e3},"
                + "\"size\":{\"min\":1,\"max\":1}}}";
        List<SearchResult.Facet> facets =
                SearchResult.of(QUERY, reply(body), "id").facets();
        assertThat(facets).extracting(SearchResult.Facet::name).containsExactly("size", "price");
        assertThat(facets).extracting(SearchResult.Facet::span).containsExactly("", "0.5 to 1000");
    }

    @Test
    void an_error_is_told_in_the_engine_s_words() {
        SearchResult result = SearchResult.of(QUERY, Samples.refusal(), null);
        assertThat(result.error()).isEqualTo("Attribute `price` is not filterable.");
        assertThat(result.errorCode()).isEqualTo("invalid_search_filter");
        SearchReply odd = new SearchReply(502, new byte[] {'<'}, List.of());
        assertThat(SearchResult.of(QUERY, odd, null).error()).contains("502");
    }

    @Test
    void the_curl_survives_quotes() {
        assertThat(QUERY.curl("http://localhost:7700"))
                .contains("'http://localhost:7700/indexes/movies/search'")
                .contains("{\"q\":\"it'\\''s\"")
                .doesNotContain("highlight");
    }

    @Test
    void pages_follow_while_there_are_full_ones() {
        String hits = "{\"id\":1},".repeat(20);
        String body = "{\"hits\":[" + hits.substring(0, hits.length() - 1) + "],\"estimatedTotalHits\":45}";
        SearchResult result = SearchResult.of(QUERY.at(20), reply(body), "id");
        assertThat(result.summary()).startsWith("21–40 of 45 documents");
        assertThat(result.next()).endsWith("offset=40");
        assertThat(result.previous()).doesNotContain("offset");
    }
}
