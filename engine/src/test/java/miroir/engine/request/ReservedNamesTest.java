package miroir.engine.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static miroir.engine.request.Refusal.assertRefused;
import static miroir.engine.request.Refusal.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Objects;
import miroir.engine.error.ApiError;
import miroir.engine.settings.IndexSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of Meilisearch's tests/search/errors.rs and tests/documents/errors.rs, v1.50.0. */
class ReservedNamesTest {
    private static final IndexSettings NONE = IndexSettings.of("{}");
    private static final IndexSettings SOME = IndexSettings.of("""
            {"filterableAttributes":["title","genres",{"attributePatterns":["price"],"features":{"facetSearch":false,
             "filter":{"equality":true,"comparison":false}}},{"attributePatterns":["off"],"features":{"facetSearch":true,
             "filter":{"equality":false,"comparison":false}}}],
             "sortableAttributes":["id","secret"],"searchableAttributes":["title","id"],
             "displayedAttributes":["id","title","genres"]}""");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"filter\":\"_miroir_shard = x\"}|invalid_search_filter|Index `movies`: Attribute `_miroir_shard` is not filterable. Available filterable attribute patterns are: `genres`, `price`, `title`.\\n2:15 \"_miroir_shard\" = \"x\"",
                "{\"filter\":[\"title = a\",\"'_miroir\\\\x5fshard' EXISTS\"]}|invalid_search_filter|Index `movies`: Attribute `_miroir_shard` is not filterable. Available filterable attribute patterns are: `genres`, `price`, `title`.\\n23:36 (\"title\" = \"a\") AND (\"_miroir_shard\" EXISTS)",
                "{\"sort\":[\"_miroir_shard:asc\"]}|invalid_search_sort|Index `movies`: Attribute `_miroir_shard` is not sortable. Available sortable attributes are: `id, <..hidden-attributes>`.",
                "{\"facets\":[\"title\",\"_miroir_shard\"]}|invalid_search_facets|Invalid facet distribution: Pattern `_miroir_shard` is not filterable. Available filterable attributes patterns are: `genres, price, title`.",
                "{\"distinct\":\"_miroir_shard\"}|invalid_search_distinct|Index `movies`: Attribute `_miroir_shard` is not filterable and thus, cannot be used as distinct attribute. Available filterable attributes patterns are: `genres, title, <..hidden-attributes>`.",
                "{\"attributesToSearchOn\":[\"*\",\"_miroir_shard\"]}|invalid_search_attributes_to_search_on|Index `movies`: Attribute `_miroir_shard` is not searchable. Available searchable attributes are: `id, title`."
            })
    void a_search_that_names_a_reserved_attribute_is_answered_as_for_an_unknown_one(
            String body, String code, String message) {
        assertRefused(() -> ReservedNames.check(search(body), "movies", SOME), code, message.replace("\\n", "\n"));
    }

    @Test
    void without_any_configured_attributes_the_texts_say_so() {
        assertRefused(
                () -> ReservedNames.check(search("{\"filter\":\"_miroir_x = 1\"}"), "m", NONE),
                "invalid_search_filter",
                "Index `m`: Attribute `_miroir_x` is not filterable. This index does not have configured filterable"
                        + " attributes.\n2:11 \"_miroir_x\" = \"1\"");
        assertRefused(
                () -> ReservedNames.check(search("{\"sort\":[\"_miroir_x:asc\"]}"), "m", NONE),
                "invalid_search_sort",
                "Index `m`: Attribute `_miroir_x` is not sortable. This index does not have configured sortable"
                        + " attributes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"filter\":\"title = \\\"_miroir_shard\\\"\"}",
                "{\"filter\":\"title = '_miroir_shard = 1' OR unknown IN ['_miroir_shard']\"}",
                "{\"q\":\"_miroir_shard\",\"attributesToRetrieve\":[\"_miroir_shard\"]}",
                "{\"attributesToHighlight\":[\"_miroir_shard\"],\"attributesToCrop\":[\"_miroir_shard:2\"]}",
                "{\"filter\":\"unknown = 1\",\"sort\":[\"unknown:asc\"],\"facets\":[\"unknown\"]}"
            })
    void values_and_lists_of_what_to_return_may_contain_reserved_names(String body) {
        assertThatCode(() -> ReservedNames.check(search(body), "movies", SOME)).doesNotThrowAnyException();
    }

    @Test
    void document_lists_and_deletions_have_their_own_texts() {
        DocumentsRequest filter = DocumentsRequest.fromQuery(query("filter=_miroir_shard EXISTS"));
        assertRefused(
                () -> ReservedNames.check(filter, NONE),
                "invalid_document_filter",
                "Attribute `_miroir_shard` is not filterable. This index does not have configured filterable"
                        + " attributes.\n1:14 _miroir_shard EXISTS");
        DocumentsRequest sort = DocumentsRequest.fromQuery(query("sort=_miroir_shard:asc"));
        assertRefused(
                () -> ReservedNames.check(sort, SOME),
                "invalid_document_sort",
                "Attribute `_miroir_shard` is not sortable. Available sortable attributes are: `id, secret`.");
        ApiError deletion =
                Objects.requireNonNull(ReservedNames.explainDeletion(TextNode.valueOf("_miroir_shard = a"), "m", NONE));
        assertThat(deletion.message()).startsWith("Index `m`: Attribute `_miroir_shard` is not filterable.");
        assertThat(ReservedNames.explainDeletion(TextNode.valueOf("title = '_miroir_shard'"), "m", SOME))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_mir*", "_*", "*_shard", "*hard*", "_miroir_shard.x", "*"})
    void a_facet_that_only_the_hidden_field_matches_is_refused(String pattern) {
        assertRefused(
                () -> ReservedNames.check(search("{\"facets\":[\"" + pattern + "\"]}"), "m", NONE),
                "invalid_search_facets",
                "Invalid facet distribution: Pattern `" + pattern + "` is not filterable. This index does not have"
                        + " configured filterable attributes.");
    }

    @Test
    void a_facet_that_the_clients_rules_allow_may_match_the_hidden_field_too() {
        assertThatCode(() -> ReservedNames.check(search("{\"facets\":[\"*\",\"*e*\"]}"), "m", SOME))
                .doesNotThrowAnyException();
        IndexSettings all = IndexSettings.of("{\"filterableAttributes\":[{\"attributePatterns\":[\"*\"]}]}");
        assertThatCode(() -> ReservedNames.check(search("{\"facets\":[\"_mir*\"]}"), "m", all))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_wrong_besides_is_told_in_the_order_in_which_it_is_looked_at() {
        assertRefused(
                () -> ReservedNames.check(search("{\"facets\":[\"_mir*\"],\"filter\":\"title =\"}"), "m", SOME),
                "invalid_search_filter",
                "Was expecting a value but instead got nothing.\n8:8 title =");
        assertRefused(
                () -> ReservedNames.check(
                        search("{\"filter\":\"_miroir_shard = 1\",\"distinct\":\"many\"}"), "m", NONE),
                "invalid_search_distinct",
                "Index `m`: Attribute `many` is not filterable and thus, cannot be used as distinct attribute. This"
                        + " index does not have configured filterable attributes.");
        assertRefused(
                () -> ReservedNames.check(search("{\"filter\":\"many = 2 AND _miroir_shard = 1\"}"), "m", NONE),
                "invalid_search_filter",
                "Index `m`: Attribute `_miroir_shard` is not filterable. This index does not have configured filterable"
                        + " attributes.\n22:35 (\"many\" = \"2\") AND (\"_miroir_shard\" = \"1\")");
    }

    private static SearchRequest search(String body) {
        return SearchRequest.fromJson(body.getBytes(UTF_8));
    }
}
