package miroir.engine.settings;

import static miroir.engine.error.ErrorCode.*;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import org.jspecify.annotations.Nullable;

/** Every setting of an index, in the order in which Meilisearch answers them. */
@SuppressWarnings("ImmutableEnumChecker") // the checks are functions without state
public enum SettingKey {
    DISPLAYED_ATTRIBUTES("PUT", INVALID_SETTINGS_DISPLAYED_ATTRIBUTES, "[\"*\"]", AttributeChecks::listOrAll),
    SEARCHABLE_ATTRIBUTES("PUT", INVALID_SETTINGS_SEARCHABLE_ATTRIBUTES, "[\"*\"]", AttributeChecks::listOrAll),
    FILTERABLE_ATTRIBUTES("PUT", INVALID_SETTINGS_FILTERABLE_ATTRIBUTES, "[]", AttributeChecks::filterable),
    SORTABLE_ATTRIBUTES("PUT", INVALID_SETTINGS_SORTABLE_ATTRIBUTES, "[]", AttributeChecks::set),
    FOREIGN_KEYS("PUT", INVALID_SETTINGS_FOREIGN_KEYS, null, AttributeChecks::foreignKeys),
    RANKING_RULES(
            "PUT",
            INVALID_SETTINGS_RANKING_RULES,
            "[\"words\",\"typo\",\"proximity\",\"attributeRank\",\"sort\",\"wordPosition\",\"exactness\"]",
            AttributeChecks::rankingRules),
    STOP_WORDS("PUT", INVALID_SETTINGS_STOP_WORDS, "[]", ValueChecks::words),
    NON_SEPARATOR_TOKENS("PUT", INVALID_SETTINGS_NON_SEPARATOR_TOKENS, "[]", ValueChecks::wordsWithoutDigits),
    SEPARATOR_TOKENS("PUT", INVALID_SETTINGS_SEPARATOR_TOKENS, "[]", ValueChecks::words),
    DICTIONARY("PUT", INVALID_SETTINGS_DICTIONARY, "[]", ValueChecks::wordsWithoutDigits),
    SYNONYMS("PUT", INVALID_SETTINGS_SYNONYMS, "{}", ValueChecks::synonyms),
    DISTINCT_ATTRIBUTE("PUT", INVALID_SETTINGS_DISTINCT_ATTRIBUTE, "null", AttributeChecks::one),
    PROXIMITY_PRECISION(
            "PUT",
            INVALID_SETTINGS_PROXIMITY_PRECISION,
            "\"byWord\"",
            value -> ValueChecks.oneOf(value, List.of("byWord", "byAttribute"))),
    TYPO_TOLERANCE("PATCH", INVALID_SETTINGS_TYPO_TOLERANCE, """
            {"enabled":true,"minWordSizeForTypos":{"oneTypo":5,"twoTypos":9},\
            "disableOnWords":[],"disableOnAttributes":[],"disableOnNumbers":false}""", ObjectChecks::typoTolerance),
    FACETING(
            "PATCH",
            INVALID_SETTINGS_FACETING,
            "{\"maxValuesPerFacet\":100,\"sortFacetValuesBy\":{\"*\":\"alpha\"}}",
            ObjectChecks::faceting),
    PAGINATION("PATCH", INVALID_SETTINGS_PAGINATION, "{\"maxTotalHits\":1000}", ObjectChecks::pagination),
    EMBEDDERS("PATCH", INVALID_SETTINGS_EMBEDDERS, "{}", ObjectChecks::embedders),
    SEARCH_CUTOFF_MS("PUT", INVALID_SETTINGS_SEARCH_CUTOFF_MS, "null", ValueChecks::count),
    LOCALIZED_ATTRIBUTES("PUT", INVALID_SETTINGS_LOCALIZED_ATTRIBUTES, "null", AttributeChecks::localized),
    FACET_SEARCH("PUT", INVALID_SETTINGS_FACET_SEARCH, "true", ValueChecks::flag),
    PREFIX_SEARCH(
            "PUT",
            INVALID_SETTINGS_PREFIX_SEARCH,
            "\"indexingTime\"",
            value -> ValueChecks.oneOf(value, List.of("indexingTime", "disabled"))),
    CHAT("PATCH", INVALID_SETTINGS_INDEX_CHAT, null, ObjectChecks::chat);

    private static final Map<String, SettingKey> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(SettingKey::wire, key -> key));
    private static final Map<String, SettingKey> BY_ROUTE =
            Arrays.stream(values()).collect(Collectors.toMap(SettingKey::route, key -> key));

    /** The names of all settings. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(SettingKey::wire).toList();

    private final String wire = camelCase(name());
    private final String route = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String verb;
    private final ErrorCode code;
    private final @Nullable JsonNode standard;
    private final Function<BodyValue, JsonNode> check;

    SettingKey(String verb, ErrorCode code, @Nullable String standard, Function<BodyValue, JsonNode> check) {
        this.verb = verb;
        this.code = code;
        this.standard = standard == null ? null : Json.read(standard);
        this.check = check;
    }

    /** The name in a settings object. */
    public String wire() {
        return wire;
    }

    /** The last part of its own route, such as {@code ranking-rules}. */
    public String route() {
        return route;
    }

    /** The method that writes it on its own route. */
    public String verb() {
        return verb;
    }

    /** The code of its errors. */
    public ErrorCode code() {
        return code;
    }

    /** Its value when nothing is set (a fresh copy), or null when it is then not shown. */
    public @Nullable JsonNode standard() {
        return standard == null ? null : standard.deepCopy();
    }

    /** Checks a value given by a client and brings it into the stored form; null stays null. */
    JsonNode check(BodyValue value) {
        return value.isNull() ? value.node() : check.apply(value.as(code));
    }

    /** The setting with this name, or null. */
    public static @Nullable SettingKey ofWire(String wire) {
        return BY_WIRE.get(wire);
    }

    /** The setting with this route, or null. */
    public static @Nullable SettingKey ofRoute(String route) {
        return BY_ROUTE.get(route);
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.toLowerCase(Locale.ROOT).split("_", -1)) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }
}
