package miroir.engine.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import miroir.core.placement.ShardMarker;
import miroir.engine.settings.IndexSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes say is as Meilisearch v1.50.0 says it when it has the settings that Miroir gives it. */
class NodeErrorsTest {
    private static final IndexSettings NONE = IndexSettings.of("{}");
    private static final IndexSettings SOME = IndexSettings.of("""
            {"filterableAttributes":["title","genres",{"attributePatterns":["price"],"features":{"facetSearch":false,
             "filter":{"equality":true,"comparison":false}}},{"attributePatterns":["off"],"features":{"facetSearch":true,
             "filter":{"equality":false,"comparison":false}}}],
             "sortableAttributes":["id","secret"],"searchableAttributes":["title","id"],
             "displayedAttributes":["id","title","genres"]}""");
    private static final String FILTERABLE =
            "Available filterable attribute patterns are: `_miroir_shard`, `genres`, `price`, `title`.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "invalid_search_filter|Index `m-1-r0-abcdef-7`: Attribute `many` is not filterable. Available filterable attribute patterns are: `_miroir_shard`, `genres`, `price`, `title`.\\n2:6 \"many\" = \"Glass\"|Index `m`: Attribute `many` is not filterable. Available filterable attribute patterns are: `genres`, `price`, `title`.\\n2:6 \"many\" = \"Glass\"",
                "invalid_search_filter|Index `m-1-r0`: Filter operator `>` is not allowed for the attribute `price`.\\n  - Note: allowed operators: OR, AND, NOT, =, !=, IN, IS EMPTY, IS NULL, EXISTS.\\n  - Note: field `price` matched rule #3 in `filterableAttributes`\\n  - Hint: enable comparison in rule #3 by modifying the features.filter object\\n  - Hint: prepend another rule matching `price` with appropriate filter features before rule #3|Index `m`: Filter operator `>` is not allowed for the attribute `price`.\\n  - Note: allowed operators: OR, AND, NOT, =, !=, IN, IS EMPTY, IS NULL, EXISTS.\\n  - Note: field `price` matched rule #2 in `filterableAttributes`\\n  - Hint: enable comparison in rule #2 by modifying the features.filter object\\n  - Hint: prepend another rule matching `price` with appropriate filter features before rule #2",
                "invalid_search_sort|Index `m-1-r0`: Attribute `title` is not sortable. Available sortable attributes are: `id, secret`.|Index `m`: Attribute `title` is not sortable. Available sortable attributes are: `id, <..hidden-attributes>`.",
                "invalid_document_sort|Attribute `title` is not sortable. Available sortable attributes are: `id, secret`.|Attribute `title` is not sortable. Available sortable attributes are: `id, secret`.",
                "invalid_search_facets|Invalid facet distribution: Pattern `doggo` is not filterable. Available filterable attributes patterns are: `_miroir_shard, genres, price, title`.|Invalid facet distribution: Pattern `doggo` is not filterable. Available filterable attributes patterns are: `genres, price, title`.",
                "invalid_search_facets|Invalid facet distribution: Attribute `off` matched rule #4 in filterableAttributes, but this rule does not enable filtering.\\nHint: enable filtering in rule #4 by modifying the features.filter object\\nHint: prepend another rule matching `off` with appropriate filter features before rule #4|Invalid facet distribution: Attribute `off` matched rule #3 in filterableAttributes, but this rule does not enable filtering.\\nHint: enable filtering in rule #3 by modifying the features.filter object\\nHint: prepend another rule matching `off` with appropriate filter features before rule #3",
                "invalid_search_distinct|Index `m-1-r0`: Attribute `doggo.truc` is not filterable and thus, cannot be used as distinct attribute. Available filterable attributes patterns are: `_miroir_shard, genres, price, title`.|Index `m`: Attribute `doggo.truc` is not filterable and thus, cannot be used as distinct attribute. Available filterable attributes patterns are: `genres, title, <..hidden-attributes>`.",
                "invalid_search_attributes_to_search_on|Index `m-1-r0`: Attribute `many` is not searchable. Available searchable attributes are: `id, title, title.x`.|Index `m`: Attribute `many` is not searchable. Available searchable attributes are: `id, title, <..hidden-attributes>`.",
                "invalid_search_sort|Index `m-1-r0`: You must specify where `sort` is listed in the rankingRules setting to use the sort parameter at search time.|Index `m`: You must specify where `sort` is listed in the rankingRules setting to use the sort parameter at search time.",
                "invalid_facet_search_facet_name|Attribute `zz` is not facet-searchable. Available facet-searchable attributes patterns are: `genres, off, title`. To make it facet-searchable add it to the `filterableAttributes` index settings.|Attribute `zz` is not facet-searchable. Available facet-searchable attributes patterns are: `genres, title, <..hidden-attributes>`. To make it facet-searchable add it to the `filterableAttributes` index settings.",
                "index_not_found|Index `m-1-r0` not found.|Index `m` not found."
            })
    void a_refusal_is_told_in_the_clients_own_terms(String code, String said, String told) {
        assertThat(told(code, said, SOME)).isEqualTo(told.replace("\\n", "\n"));
    }

    @Test
    void without_any_configured_attributes_the_text_says_so() {
        String said = "Attribute `a` is not filterable. Available filterable attribute patterns are: `_miroir_shard`."
                + "\n1:2 a = 1";
        assertThat(told("invalid_document_filter", said, NONE))
                .isEqualTo("Attribute `a` is not filterable. This index does not have configured filterable attributes."
                        + "\n1:2 a = 1");
    }

    @Test
    void what_a_client_wrote_itself_is_told_as_it_wrote_it() {
        String text = "Attribute `m-1-r0` is not filterable. %s\n1:7 m-1-r0 = \"in rule #3, `_miroir_shard`, \"";
        assertThat(told("invalid_document_filter", text.formatted(FILTERABLE), SOME))
                .isEqualTo(text.formatted(FILTERABLE.replace("`_miroir_shard`, ", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_geoRadius(500, 2, 3)",
                "(\"a\" = \"x )\\\" (\") AND (_geoRadius(500, 2, 3))",
                "((\"a\" = \"(\") OR (_geoRadius(500, 2, 3))) AND (NOT (\"b\" = \"é中\"))",
                "NOT (_geoRadius(500, 2, 3))"
            })
    void the_shards_that_a_copy_is_asked_for_do_not_show(String filter) {
        int column = filter.indexOf("500") + 1;
        String what =
                "Index `%s`: Bad latitude `500`. Latitude must be contained between -90 and 90 degrees.\n%d:%d %s";
        String plain = what.formatted("m", column, column + 3, filter);
        for (String shards : List.of(ShardMarker.in(List.of(1, 2)), "NOT (" + ShardMarker.in(List.of(3)) + ")")) {
            String before =
                    "(" + shards.replace("_miroir_shard", "\"_miroir_shard\"").replace(",", ", ") + ") AND ";
            // a client's array is joined as it is, anything else is one more condition
            for (boolean array : filter.startsWith("(") ? new boolean[] {true, false} : new boolean[] {false}) {
                String text = before + (array ? filter : "(" + filter + ")");
                int at = text.indexOf("500") + 1;
                assertThat(told("invalid_search_filter", what.formatted("m-1-r1", at, at + 3, text), SOME))
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void a_long_filter_is_not_repeated_whole() {
        String filter =
                "(\"a\" = \"1\") AND ".repeat(30_000) + "(\"zz\" = \"2\")" + " AND (\"a\" = \"1\")".repeat(30_000);
        int column = filter.indexOf("zz") + 1;
        String said = "Index `m-1-r0`: Attribute `zz` is not filterable. " + FILTERABLE + "\n" + column + ":"
                + (column + 2) + " " + filter;
        assertThat(told("invalid_search_filter", said, SOME))
                .contains("\"zz\"", "…")
                .hasSizeLessThan(500);
    }

    @Test
    void numbers_in_a_name_that_look_like_a_place_or_a_rule_do_no_harm() {
        String said =
                "Attribute `a\n99999999999:1 b` is not filterable. " + FILTERABLE + "\n1:2 x before rule #99999999999";
        assertThat(told("invalid_document_filter", said, SOME)).startsWith("Attribute `a\n99999999999:1 b`");
    }

    private static String told(String code, String said, IndexSettings settings) {
        JsonNode error = JsonNodeFactory.instance
                .objectNode()
                .put("message", said.replace("\\n", "\n"))
                .put("code", code);
        return NodeErrors.forClient(error, "m", settings).path("message").asText();
    }
}
