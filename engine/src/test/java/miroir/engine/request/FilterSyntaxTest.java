package miroir.engine.request;

import static miroir.engine.request.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The accepted and refused expressions are those of Meilisearch's own parser tests (filter-parser/lib.rs, v1.50.0). */
class FilterSyntaxTest {
    static List<String> accepted() throws IOException {
        List<String> filters = new ArrayList<>();
        resource("filters-accepted.json").forEach(filter -> filters.add(filter.asText()));
        return filters;
    }

    static List<JsonNode> refused() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        resource("filters-refused.json").forEach(cases::add);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void what_meilisearch_accepts_is_accepted(String filter) {
        assertThat(parse(filter)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void what_meilisearch_would_rewrite_a_filter_to_is_accepted_and_stays_the_same(String filter) {
        Filter parsed = parse(filter);
        if (!parsed.text().contains("_foreign")) {
            Filter again = parse(parsed.text());
            assertThat(again.text()).isEqualTo(parsed.text());
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_meilisearch_refuses_is_refused_in_its_words(JsonNode example) {
        assertRefused(
                () -> parse(example.path("filter").asText()),
                "invalid_search_filter",
                example.path("error").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "title = \"_miroir_shard\"|title",
                "\"_miroir_shard\" = x|_miroir_shard",
                "'_miroir\\x5fshard' EXISTS|_miroir_shard",
                "a IN [b, '_miroir_shard'] AND NOT (c 1 TO 2 OR d IS NOT NULL)|d,c,a",
                "_geoRadius(1, 2, 3) AND e STARTS WITH x|e",
                "a.b NOT CONTAINS 'AND c = 1'|a.b"
            })
    void attributes_are_told_from_values(String filter, String attributes) {
        Filter parsed = parse(filter);
        List<String> names = new ArrayList<>();
        for (Filter.Condition condition : parsed.conditions()) {
            if (condition.attribute() != null) {
                names.add(condition.attribute().name());
            }
        }
        assertThat(names).containsExactly(attributes.split(",", -1));
    }

    @Test
    void lists_are_and_of_or() {
        Filter parsed = Objects.requireNonNull(
                FilterSyntax.parse(Json.read("[\"a = 1\",[\"b = 2\",\"c = 3\",\" \"],[]]"), ErrorCode.BAD_REQUEST));
        assertThat(parsed.text()).isEqualTo("(\"a\" = \"1\") AND ((\"b\" = \"2\") OR (\"c\" = \"3\"))");
        assertThat(FilterSyntax.parse(Json.read("[]"), ErrorCode.BAD_REQUEST)).isNull();
        assertThat(FilterSyntax.parse(TextNode.valueOf("  "), ErrorCode.BAD_REQUEST))
                .isNull();
        assertRefused(
                () -> FilterSyntax.parse(Json.read("[[1]]"), ErrorCode.INVALID_SEARCH_FILTER),
                "invalid_search_filter",
                "Invalid syntax for the filter parameter: `expected String, found: 1`.");
        assertRefused(
                () -> FilterSyntax.parse(Json.read("[1]"), ErrorCode.INVALID_SEARCH_FILTER),
                "invalid_search_filter",
                "Invalid syntax for the filter parameter: `expected String, [String], found: 1`.");
    }

    private static Filter parse(String filter) {
        return Objects.requireNonNull(
                FilterSyntax.parse(TextNode.valueOf(filter), ErrorCode.INVALID_SEARCH_FILTER), filter);
    }

    private static JsonNode resource(String name) throws IOException {
        try (InputStream in = FilterSyntaxTest.class.getResourceAsStream(name)) {
            return Json.MAPPER.readTree(in);
        }
    }
}
