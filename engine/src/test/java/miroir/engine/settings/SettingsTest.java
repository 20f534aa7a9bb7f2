package miroir.engine.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import miroir.engine.error.ApiException;
import miroir.engine.error.Json;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Codes and texts are those of Meilisearch's tests/settings, v1.50.0, except where Miroir's own limits are named. */
class SettingsTest {
    private static final String DEFAULTS = """
            {"displayedAttributes":["*"],"searchableAttributes":["*"],"filterableAttributes":[],"sortableAttributes":[],\
            "rankingRules":["words","typo","proximity","attributeRank","sort","wordPosition","exactness"],\
            "stopWords":[],"nonSeparatorTokens":[],"separatorTokens":[],"dictionary":[],"synonyms":{},\
            "distinctAttribute":null,"proximityPrecision":"byWord",\
            "typoTolerance":{"enabled":true,"minWordSizeForTypos":{"oneTypo":5,"twoTypos":9},"disableOnWords":[],\
            "disableOnAttributes":[],"disableOnNumbers":false},\
            "faceting":{"maxValuesPerFacet":100,"sortFacetValuesBy":{"*":"alpha"}},"pagination":{"maxTotalHits":1000},\
            "embedders":{},"searchCutoffMs":null,"localizedAttributes":null,"facetSearch":true,\
            "prefixSearch":"indexingTime"}""";

    @Test
    void nothing_set_reads_as_meilisearchs_defaults() {
        assertThat(ClientSettings.full(ClientSettings.NONE)).hasToString(DEFAULTS);
        assertThat(ClientSettings.sub("{}", SettingKey.RANKING_RULES).size()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|{\"stopWords\":[\"b\",\"a\",\"b\"]}|{\"stopWords\":[\"a\",\"b\"]}",
                "{\"stopWords\":[\"a\"]}|{\"stopWords\":null}|{}",
                "{}|{\"typoTolerance\":{\"enabled\":false}}|{\"typoTolerance\":{\"enabled\":false}}",
                "{\"typoTolerance\":{\"enabled\":false}}|{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":3}}}|{\"typoTolerance\":{\"enabled\":false,\"minWordSizeForTypos\":{\"oneTypo\":3}}}",
                "{\"typoTolerance\":{\"enabled\":false,\"minWordSizeForTypos\":{\"oneTypo\":3}}}|{\"typoTolerance\":{\"enabled\":null,\"minWordSizeForTypos\":{\"twoTypos\":7}}}|{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":3,\"twoTypos\":7}}}",
                "{\"typoTolerance\":{\"enabled\":false}}|{\"typoTolerance\":null}|{}",
                "{\"faceting\":{\"maxValuesPerFacet\":5}}|{\"faceting\":{\"sortFacetValuesBy\":{\"g\":\"count\"}}}|{\"faceting\":{\"maxValuesPerFacet\":5,\"sortFacetValuesBy\":{\"g\":\"count\"}}}",
                "{\"faceting\":{\"sortFacetValuesBy\":{\"g\":\"count\"}}}|{\"faceting\":{\"sortFacetValuesBy\":{\"h\":\"count\"}}}|{\"faceting\":{\"sortFacetValuesBy\":{\"h\":\"count\"}}}",
                "{}|{\"searchableAttributes\":[\"a\",\"*\"]}|{\"searchableAttributes\":[\"*\"]}",
                "{}|{\"filterableAttributes\":[\"a\",{\"attributePatterns\":[\"b*\"]}]}|{\"filterableAttributes\":[\"a\",{\"attributePatterns\":[\"b*\"],\"features\":{\"facetSearch\":false,\"filter\":{\"equality\":true,\"comparison\":false}}}]}",
                "{}|{\"synonyms\":{\"b\":[\"y\",\"x\"],\"a\":[]}}|{\"synonyms\":{\"a\":[],\"b\":[\"y\",\"x\"]}}",
                "{\"distinctAttribute\":\"a\"}|{}|{\"distinctAttribute\":\"a\"}"
            })
    void patches_are_merged(String stored, String patch, String expected) {
        assertThat(ClientSettings.merge(stored, ClientSettings.patch(patch.getBytes(UTF_8))))
                .isEqualTo(expected);
    }

    @Test
    void resets_leave_nothing() {
        assertThat(ClientSettings.merge(
                        "{\"stopWords\":[\"a\"],\"distinctAttribute\":\"b\"}", ClientSettings.resetAll()))
                .isEqualTo("{}");
        assertThat(ClientSettings.merge("{\"stopWords\":[\"a\"]}", ClientSettings.reset(SettingKey.STOP_WORDS)))
                .isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"displayedAttributes\":\"doggo\"}|invalid_settings_displayed_attributes|Invalid value type at `.displayedAttributes`: expected an array, but found a string: `\"doggo\"`",
                "{\"distinctAttribute\":[\"doggo\"]}|invalid_settings_distinct_attribute|Invalid value type at `.distinctAttribute`: expected a string, but found an array: `[\"doggo\"]`",
                "{\"synonyms\":\"doggo\"}|invalid_settings_synonyms|Invalid value type at `.synonyms`: expected an object, but found a string: `\"doggo\"`",
                "{\"typoTolerance\":{\"minWordSizeForTypos\":\"doggo\"}}|invalid_settings_typo_tolerance|Invalid value type at `.typoTolerance.minWordSizeForTypos`: expected an object, but found a string: `\"doggo\"`",
                "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":9,\"twoTypos\":5}}}|invalid_settings_typo_tolerance|Invalid value at `.typoTolerance.minWordSizeForTypos`: `minWordSizeForTypos` setting is invalid. `oneTypo` and `twoTypos` fields should be between `0` and `255`, and `twoTypos` should be greater or equals to `oneTypo` but found `oneTypo: 9` and twoTypos: 5`.",
                "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":256}}}|invalid_settings_typo_tolerance|Invalid value at `.typoTolerance.minWordSizeForTypos.oneTypo`: value: `256` is too large to be deserialized, maximum value authorized is `255`",
                "{\"pagination\":{\"maxTotalHits\":\"doggo\"}}|invalid_settings_pagination|Invalid value type at `.pagination.maxTotalHits`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"pagination\":{\"maxTotalHits\":0}}|invalid_settings_pagination|Invalid value at `.pagination.maxTotalHits`: a non-zero integer value lower than `18446744073709551615` was expected, but found a zero",
                "{\"searchCutoffMs\":\"doggo\"}|invalid_settings_search_cutoff_ms|Invalid value type at `.searchCutoffMs`: expected a positive integer, but found a string: `\"doggo\"`",
                "{\"rankingRules\":[\"manyTheFish\"]}|invalid_settings_ranking_rules|Invalid value at `.rankingRules[0]`: `manyTheFish` ranking rule is invalid. Valid ranking rules are words, typo, sort, proximity, attribute, exactness and custom ranking rules.",
                "{\"rankingRules\":[\"_geoPoint(42, 75):asc\"]}|invalid_settings_ranking_rules|Invalid value at `.rankingRules[0]`: `_geoPoint` is a reserved keyword and thus can't be used as a ranking rule. `_geoPoint` can only be used for sorting at search time",
                "{\"rankingRules\":[\"attribute\",\"wordPosition\"]}|invalid_settings_ranking_rules|Mixed usage of the attribute, attributeRank, and wordPosition ranking rules. You must either use the attribute ranking rule alone or the attributeRank and wordPosition ranking rules.",
                "{\"filterableAttributes\":[{\"features\":{}}]}|invalid_settings_filterable_attributes|Missing field `attributePatterns` inside `.filterableAttributes[0]`",
                "{\"proximityPrecision\":\"byWords\"}|invalid_settings_proximity_precision|Unknown value `byWords` at `.proximityPrecision`: did you mean `byWord`? expected one of `byWord`, `byAttribute`",
                "{\"localizedAttributes\":[{\"attributePatterns\":[\"a\"],\"locales\":\"jpn\"}]}|invalid_settings_localized_attributes|Invalid value type at `.localizedAttributes[0].locales`: expected an array, but found a string: `\"jpn\"`",
                "{\"embedders\":{\"d\":{\"source\":\"userProvided\"}}}|miroir_not_supported|Miroir does not support `embedders` yet: only keyword search is available.",
                "{\"sortableAttributes\":[\"_miroir_shard\"]}|invalid_settings_sortable_attributes|Invalid value at `.sortableAttributes[0]`: `_miroir_shard`: attribute names starting with `_miroir` are reserved by Miroir.",
                "{\"rankingRules\":[\"_miroir_shard:asc\"]}|invalid_settings_ranking_rules|Invalid value at `.rankingRules[0]`: `_miroir_shard`: attribute names starting with `_miroir` are reserved by Miroir.",
                "{\"dictionary\":[\"a⸀\"]}|invalid_settings_dictionary|Invalid value at `.dictionary[0]`: `a⸀` contains a character that Miroir keeps for itself (U+2E00, U+2E01, U+2E06, U+2E07, U+2E08, U+2E0B, U+2E0E or U+2E0F)."
            })
    void bad_patches_are_refused(String patch, String code, String message) {
        assertRefused(() -> ClientSettings.patch(patch.getBytes(UTF_8)), code, message);
    }

    @Test
    void unknown_settings_are_refused_with_the_list_of_known_ones() {
        assertRefused(
                () -> ClientSettings.patch("{\"doggo\":1}".getBytes(UTF_8)),
                "bad_request",
                "Unknown field `doggo`: expected one of `" + String.join("`, `", SettingKey.NAMES) + "`");
        assertThat(SettingKey.NAMES)
                .startsWith("displayedAttributes")
                .endsWith("chat")
                .hasSize(22);
    }

    @Test
    void a_settings_own_route_reports_places_inside_its_body() {
        assertRefused(
                () -> ClientSettings.patch(SettingKey.PAGINATION, "{\"maxTotalHits\":\"doggo\"}".getBytes(UTF_8)),
                "invalid_settings_pagination",
                "Invalid value type at `.maxTotalHits`: expected a positive integer, but found a string: `\"doggo\"`");
        assertRefused(
                () -> ClientSettings.patch(SettingKey.TYPO_TOLERANCE, "{\"typoTolerance\":{}}".getBytes(UTF_8)),
                "invalid_settings_typo_tolerance",
                "Unknown field `typoTolerance`: expected one of `enabled`, `minWordSizeForTypos`, `disableOnWords`,"
                        + " `disableOnAttributes`, `disableOnNumbers`");
        assertThat(ClientSettings.patch(SettingKey.STOP_WORDS, "null".getBytes(UTF_8)))
                .hasToString("{\"stopWords\":null}");
    }

    @ParameterizedTest
    @EnumSource(SettingKey.class)
    void every_setting_is_found_by_name_and_by_route(SettingKey key) {
        assertThat(SettingKey.ofWire(key.wire())).isEqualTo(key);
        assertThat(SettingKey.ofRoute(key.route())).isEqualTo(key);
        assertThat(key.verb()).isIn("PUT", "PATCH");
    }

    @Test
    void word_sizes_that_contradict_stored_ones_are_refused_when_merged() {
        ObjectNode patch =
                ClientSettings.patch("{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":10}}}".getBytes(UTF_8));
        assertRefused(
                () -> ClientSettings.merge("{}", patch),
                "invalid_settings_typo_tolerance",
                "`minWordSizeForTypos` setting is invalid. `oneTypo` and `twoTypos` fields should be between `0` and"
                        + " `255`, and `twoTypos` should be greater or equals to `oneTypo` but found `oneTypo: 10` and"
                        + " twoTypos: 9`.");
    }

    @Test
    void nodes_are_given_every_setting_with_the_shard_rule_first() {
        ObjectNode node = NodeSettings.of("{\"filterableAttributes\":[\"*\"],\"displayedAttributes\":[\"a\"]}");
        assertThat(node.get("filterableAttributes"))
                .hasToString("[{\"attributePatterns\":[\"_miroir_shard\"],\"features\":{\"facetSearch\":false,"
                        + "\"filter\":{\"equality\":true,\"comparison\":false}}},\"*\"]");
        assertThat(node.get("displayedAttributes")).hasToString("[\"*\"]");
        for (String name : SettingKey.NAMES) {
            assertThat(node.has(name)).as(name).isTrue();
        }
        for (String unset : List.of("distinctAttribute", "searchCutoffMs", "embedders", "chat", "foreignKeys")) {
            assertThat(node.get(unset).isNull()).as(unset).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{}|3000",
                "{\"faceting\":{\"maxValuesPerFacet\":5000}}|5000",
                "{\"faceting\":{\"sortFacetValuesBy\":{\"g\":\"count\"}}}|10000",
                "{\"faceting\":{\"sortFacetValuesBy\":{\"g\":\"count\"},\"maxValuesPerFacet\":20000}}|20000"
            })
    void nodes_return_enough_facet_values_to_merge(String stored, long expected) {
        assertThat(NodeSettings.of(stored)
                        .path("faceting")
                        .path("maxValuesPerFacet")
                        .asLong())
                .isEqualTo(expected);
    }

    @Test
    void node_settings_are_themselves_acceptable_settings() {
        ObjectNode node = NodeSettings.of("{\"stopWords\":[\"a\"]}");
        node.remove("filterableAttributes");
        assertThat(ClientSettings.patch(node.toString().getBytes(UTF_8)).size()).isEqualTo(21);
    }

    @Test
    void the_search_path_reads_parsed_settings() {
        IndexSettings settings = IndexSettings.of("""
                {"displayedAttributes":["a"],"sortableAttributes":["b"],"distinctAttribute":"d",
                 "faceting":{"sortFacetValuesBy":{"*":"count","g":"alpha"}},"pagination":{"maxTotalHits":5},
                 "filterableAttributes":["c",{"attributePatterns":["*_x","y*","*z*"]}]}""");
        assertThat(settings.displayed()).containsExactly("a");
        assertThat(settings.searchable()).isNull();
        assertThat(settings.displays("b")).isFalse();
        assertThat(settings.distinctAttribute()).isEqualTo("d");
        assertThat(settings.ordersByCount("h")).isTrue();
        assertThat(settings.ordersByCount("g")).isFalse();
        assertThat(settings.maxTotalHits()).isEqualTo(5);
        assertThat(settings.maxValuesPerFacet()).isEqualTo(100);
        assertThat(settings.filterablePatterns()).containsExactly("*_x", "*z*", "c", "y*");
        for (String name : List.of("c", "c.d", "a_x", "yes", "azb")) {
            assertThat(settings.isFilterable(name)).as(name).isTrue();
        }
        for (String name : List.of("cd", "x", "a")) {
            assertThat(settings.isFilterable(name)).as(name).isFalse();
        }
        assertThat(settings.isSortable("b.c")).isTrue();
    }

    @Test
    void settings_survive_reading_back_what_clients_are_shown() {
        String stored = ClientSettings.merge(
                "{}",
                ClientSettings.patch(
                        "{\"stopWords\":[\"a\"],\"rankingRules\":[\"words\",\"x:asc\"],\"filterableAttributes\":[\"f\"]}"
                                .getBytes(UTF_8)));
        ObjectNode shown = ClientSettings.full(stored);
        ObjectNode again = ClientSettings.full(
                ClientSettings.merge("{}", ClientSettings.patch(shown.toString().getBytes(UTF_8))));
        assertThat(again).isEqualTo(shown);
        assertThat(Json.read(again.toString())).isEqualTo(Json.read(shown.toString()));
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        ApiException thrown = catchThrowableOfType(ApiException.class, call);
        assertThat(thrown).as("refusal").isNotNull();
        assertThat(Objects.requireNonNull(thrown).error().message()).isEqualTo(message);
        assertThat(thrown.error().code().wire()).isEqualTo(code);
    }
}
