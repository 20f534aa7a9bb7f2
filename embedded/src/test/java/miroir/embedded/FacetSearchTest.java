package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacetSearchTest {

    private final NodeClient node = NodeClient.direct();

    @BeforeEach
    void fill() {
        settings("{\"filterableAttributes\":[\"tag\",\"price\",{\"attributePatterns\":[\"m.*\"]},"
                + "{\"attributePatterns\":[\"s.*\"],\"features\":{\"facetSearch\":true}}]}");
        node.write(
                "POST",
                "/indexes/s/documents",
                "[{\"id\":1,\"text\":\"one\",\"tag\":[\"Red\",\"bluebell\"],\"price\":1,\"s\":{\"x\":\"in\"}},"
                        + "{\"id\":2,\"text\":\"one two\",\"tag\":[\"red \",\"Réd\"],\"price\":\"dear\"},"
                        + "{\"id\":3,\"text\":\"two\",\"tag\":[\"blue\",\"rot\"]},{\"id\":4,\"tag\":\"blue\"}]");
    }

    private void settings(String change) {
        node.write("PATCH", "/indexes/s/settings", change);
    }

    private String search(String members) {
        return node.call("POST", "/indexes/s/facet-search", "{" + members + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'facetName':'tag'|blue 2 bluebell 1 Red 2 Réd 1 rot 1",
                "'facetName':'tag','facetQuery':''|blue 2 bluebell 1 Red 2 Réd 1 rot 1",
                "'facetName':'tag','facetQuery':'RE'|Red 2 Réd 1",
                "'facetName':'tag','facetQuery':'bleubel'|bluebell 1",
                "'facetName':'tag','facetQuery':'bleu'|",
                "'facetName':'tag','q':'one'|bluebell 1 Red 2 Réd 1",
                "'facetName':'tag','q':'one two','matchingStrategy':'all'|Red 1 Réd 1",
                "'facetName':'tag','filter':'tag = blue'|blue 2 rot 1",
                "'facetName':'price'|dear 1",
                "'facetName':'s.x'|in 1",
                "'facetName':'s.nothing'|"
            })
    void values_are_found_by_their_start_and_counted_over_the_matches(String members, String expected) {
        String hits = search(members.replace('\'', '"'));
        StringBuilder wanted = new StringBuilder("{\"facetHits\":[");
        String[] words = expected == null ? new String[0] : expected.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            wanted.append(i == 0 ? "" : ",").append("{\"value\":\"").append(words[i]);
            wanted.append("\",\"count\":").append(words[i + 1]).append('}');
        }
        assertThat(hits).startsWith(wanted.append("],\"facetQuery\":").toString());
    }

    @Test
    void by_count_later_values_push_out_those_that_occur_as_often() {
        settings("{\"faceting\":{\"maxValuesPerFacet\":3,\"sortFacetValuesBy\":{\"tag\":\"count\"}}}");
        assertThat(search("\"facetName\":\"tag\""))
                .startsWith("{\"facetHits\":[{\"value\":\"blue\",\"count\":2},{\"value\":\"Red\",\"count\":2},"
                        + "{\"value\":\"rot\",\"count\":1}],\"facetQuery\":null");
    }

    @Test
    void without_typos_only_the_start_counts() {
        settings("{\"typoTolerance\":{\"disableOnAttributes\":[\"tag\"]}}");
        assertThat(search("\"facetName\":\"tag\",\"facetQuery\":\"bleubel\"")).startsWith("{\"facetHits\":[]");
        settings("{\"typoTolerance\":{\"disableOnAttributes\":[],\"disableOnWords\":[\"blue\"]}}");
        assertThat(search("\"facetName\":\"tag\",\"facetQuery\":\"blue\""))
                .startsWith("{\"facetHits\":[{\"value\":\"blue\",\"count\":2}]");
    }

    @Test
    void what_may_not_be_searched_is_refused() {
        assertThat(search("\"facetQuery\":\"a\"")).contains("missing_facet_search_facet_name");
        assertThat(search("\"facetName\":null")).contains("invalid_facet_search_facet_name");
        assertThat(search("\"facetName\":\"text\""))
                .contains(
                        "Attribute `text` is not facet-searchable. Available facet-searchable attributes patterns are:"
                                + " `price, s.*, tag`. To make it facet-searchable add it to the `filterableAttributes` index"
                                + " settings.");
        assertThat(search("\"facetName\":\"m.x\"")).contains("Note: this attribute matches rule #2");
        assertThat(search("\"facetName\":\"tag\",\"filter\":\"no = 1\""))
                .startsWith("{\"message\":\"Attribute `no` is not filterable.");
        settings("{\"facetSearch\":false}");
        assertThat(search("\"facetName\":\"text\"")).contains("facet_search_disabled");
    }
}
