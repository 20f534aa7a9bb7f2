package miroir.engine.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static miroir.engine.request.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import miroir.engine.settings.IndexSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FacetSearchRequestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|missing_facet_search_facet_name|Missing field `facetName`",
                "{\"facetName\":null}|invalid_facet_search_facet_name|Invalid value type at `.facetName`: expected a string, but found null",
                "{\"facetName\":\"a\",\"facetQuery\":[]}|invalid_facet_search_query|Invalid value type at `.facetQuery`: expected a string, but found an array: `[]`",
                "{\"facetName\":\"a\",\"exhaustiveFacetCount\":1}|invalid_facet_search_exhaustive_facet_count|Invalid value type at `.exhaustiveFacetCount`: expected a boolean, but found a positive integer: `1`",
                "{\"facetName\":\"a\",\"q\":1}|invalid_search_q|Invalid value type at `.q`: expected a string, but found a positive integer: `1`",
                "{\"facetName\":\"a\",\"vector\":[1]}|miroir_not_supported|Miroir does not support `vector` yet: only keyword search is available.",
                "{\"facetName\":\"a\",\"hybrid\":{}}|miroir_not_supported|Miroir does not support `hybrid` yet: only keyword search is available.",
                "{\"facetName\":\"a\",\"media\":{}}|miroir_not_supported|Miroir does not support `media` yet: only keyword search is available.",
                "{\"facetName\":\"a\",\"useNetwork\":true}|miroir_not_supported|Miroir does not support `useNetwork`: it spreads every request over its own nodes."
            })
    void what_is_wrong_or_not_supported_is_refused(String body, String code, String message) {
        assertRefused(() -> request(body), code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "-",
            value = {
                "{\"facetName\":\"a\",\"limit\":\"what a node passes over\",\"vector\":null}|-|{\"facetName\":\"a\"}",
                "{\"facetName\":\"a\",\"facetQuery\":\"\",\"exhaustiveFacetCount\":true}|-|{\"facetName\":\"a\",\"facetQuery\":\"\",\"exhaustiveFacetCount\":true}",
                "{\"facetName\":\"a\",\"filter\":\"b = 1\",\"q\":\"x\"}|s IN [x]|{\"facetName\":\"a\",\"q\":\"x\",\"filter\":[\"s IN [x]\",\"b = 1\"]}",
                "{\"matchingStrategy\":\"all\",\"facetName\":\"a\",\"attributesToSearchOn\":[\"t\"],\"rankingScoreThreshold\":0.5,\"locales\":[\"eng\"]}|-|{\"facetName\":\"a\",\"matchingStrategy\":\"all\",\"attributesToSearchOn\":[\"t\"],\"rankingScoreThreshold\":0.5,\"locales\":[\"eng\"],\"exhaustiveFacetCount\":true}"
            })
    void nodes_are_asked_the_same_with_the_shard_predicate(String body, @Nullable String predicate, String expected) {
        assertThat(new String(NodeFacetSearch.body(request(body), predicate), UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void the_hidden_field_is_refused_as_one_that_is_not_facet_searchable() {
        IndexSettings settings = IndexSettings.of("{\"filterableAttributes\":[\"b\",{\"attributePatterns\":[\"c\"]},"
                + "{\"attributePatterns\":[\"a*\",\"h\"],\"features\":{\"facetSearch\":true}}],"
                + "\"displayedAttributes\":[\"a*\",\"b\",\"c\"]}");
        String available =
                "Available facet-searchable attributes patterns are: `a*, b, <..hidden-attributes>`. To make it"
                        + " facet-searchable add it to the `filterableAttributes` index settings.";
        assertRefused(
                () -> ReservedNames.check(request("{\"facetName\":\"_miroir_shard\"}"), settings),
                "invalid_facet_search_facet_name",
                "Attribute `_miroir_shard` is not facet-searchable. " + available);
        assertThat(AttributeCheck.all(settings).explain(request("{\"facetName\":\"ab\"}")))
                .isNull();
        assertThat(message("{\"facetName\":\"z\"}", settings))
                .isEqualTo("Attribute `z` is not facet-searchable. " + available);
        assertThat(message("{\"facetName\":\"c\"}", settings))
                .startsWith("Attribute `c` is not facet-searchable. Note: this attribute matches rule #1 in");
        assertThat(message("{\"facetName\":\"z\",\"filter\":\"y = 1\"}", settings))
                .startsWith("Attribute `y` is not filterable. Available filterable attribute patterns are: ");
    }

    private static String message(String body, IndexSettings settings) {
        return Objects.requireNonNull(AttributeCheck.all(settings).explain(request(body)))
                .message();
    }

    private static FacetSearchRequest request(String body) {
        return FacetSearchRequest.fromJson(body.getBytes(UTF_8));
    }
}
