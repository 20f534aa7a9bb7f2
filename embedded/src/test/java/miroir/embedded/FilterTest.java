package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.embedded.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

    private final NodeClient node = NodeClient.direct();

    @BeforeEach
    void fill() {
        node.write("PUT", "/indexes/f/settings/filterable-attributes", "[\"n\",\"s\",\"o\",\"_geo\"]");
        node.write(
                "POST",
                "/indexes/f/documents",
                "[{\"id\":1,\"n\":1,\"s\":\"Été\"},{\"id\":2,\"n\":[2,20],\"s\":\"two words\",\"_geo\":{\"lat\":1,\"lng\":1}},"
                        + "{\"id\":3,\"n\":null,\"s\":\"\"},{\"id\":4,\"o\":{\"p\":true},\"_geo\":{\"lat\":\"50\",\"lng\":8}}]");
        node.call("PATCH", "/experimental-features", "{\"containsFilter\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n = 1 | 1",
                "n != 1 | 2 3 4",
                "n > 1.5 | 2",
                "n 1 TO 2 | 1 2",
                "n IN [1, 20] | 1 2",
                "n NOT IN [1] | 2 3 4",
                "n EXISTS | 1 2 3",
                "n NOT EXISTS | 4",
                "n IS NULL | 3",
                "n IS NOT NULL | 1 2 4",
                "s IS EMPTY | 3",
                "s = 'éTÉ' | 1",
                "s = \"two words\" | 2",
                "s CONTAINS word | 2",
                "s NOT CONTAINS word | 1 3 4",
                "s STARTS WITH TWO | 2",
                "NOT n = 1 AND NOT n = 2 | 3 4",
                "n = 1 OR n = 2 AND s = x | 1",
                "(n = 1 OR n = 2) AND s EXISTS | 1 2",
                "o.p = true | 4",
                "_geoRadius(1, 1.001, 200) | 2",
                "_geoBoundingBox([51, 9], [49, 7]) | 4",
            })
    void a_filter_keeps(String filter, String ids) {
        assertThat(String.join(" ", node.ids("f", "{\"filter\":" + Json.text(filter) + "}")))
                .isEqualTo(ids);
    }

    @Test
    void arrays_mean_and_of_or() {
        assertThat(node.ids("f", "{\"filter\":[[\"n = 1\",\"n = 2\"],\"s EXISTS\",\"\"]}"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n = | Was expecting a value but instead got nothing.\\n4:4 n =",
                "n = 1 foo | Found unexpected characters at the end of the filter: `foo`. You probably forgot an `OR` or an `AND`"
                        + " rule.\\n7:10 n = 1 foo",
                "(n = 1 | Expression `(n = 1` is missing the following closing delimiter: `)`.\\n1:7 (n = 1",
                "n IN [1 | Expected matching `]` after the list of field names given to `IN[`\\n8:8 n IN [1",
                "_geoRadius(1,2) | Was expecting 3 or 4 arguments for `_geoRadius`, but instead found 2.",
            })
    void a_wrong_filter_says(String filter, String message) {
        assertThat(node.call("POST", "/indexes/f/search", "{\"filter\":" + Json.text(filter) + "}"))
                .contains("invalid_search_filter", message);
    }
}
