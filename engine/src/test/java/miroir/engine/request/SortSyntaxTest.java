package miroir.engine.request;

import static miroir.engine.request.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import miroir.engine.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of a Meilisearch v1.50.0. */
class SortSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:asc",
                "a:b:desc",
                ":asc",
                "_geox:asc",
                "truc(12, 13):desc",
                "_geoPoint(42., .5):asc",
                "_geoPoint(-90,180):desc",
                "_geoPoint( 1 , 1e1 ):asc"
            })
    void what_can_be_sorted_by_is_accepted(String expression) {
        assertThatCode(() -> check(expression)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "year:up|Invalid syntax for the sort parameter: expected expression ending by `:asc` or `:desc`, found `year:up`.",
                "year|Invalid syntax for the sort parameter: expected expression ending by `:asc` or `:desc`, found `year`.",
                "_geoPoint(500,2):asc|Bad latitude `500`. Latitude must be contained between -90 and 90 degrees.",
                "_geoPoint(1,200):asc|Bad longitude `200`. Longitude must be contained between -180 and 180 degrees. Hint: try using `-160` instead.",
                "_geoPoint(1):asc|Invalid syntax for the geo parameter: expected expression formated like `_geoPoint(latitude, longitude)` and ending by `:asc` or `:desc`, found `_geoPoint(1)`.",
                "_geoPoint(a,b):asc|Invalid syntax for the geo parameter: expected expression formated like `_geoPoint(latitude, longitude)` and ending by `:asc` or `:desc`, found `_geoPoint(a,b)`.",
                "_geo:asc|`_geo` is a reserved keyword and thus can't be used as a sort expression. Use the _geoPoint(latitude, longitude) built-in rule to sort on _geo field coordinates.",
                "_geoRadius(1,2,3):asc|`_geoRadius` is a reserved keyword and thus can't be used as a sort expression. Use the _geoPoint(latitude, longitude) built-in rule to sort on _geo field coordinates.",
                "_geoDistance(1,2):asc|`_geoDistance(1,2)` is a reserved keyword and thus can't be used as a sort expression."
            })
    void what_cannot_is_refused_in_meilisearchs_words(String expression, String message) {
        assertRefused(() -> check(expression), "invalid_document_sort", message);
    }

    private static void check(String expression) {
        SortSyntax.check(List.of(expression), ErrorCode.INVALID_DOCUMENT_SORT);
    }
}
