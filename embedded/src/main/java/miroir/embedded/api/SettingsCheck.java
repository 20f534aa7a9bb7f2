package miroir.embedded.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Checks one setting of a request and brings it into the form that is stored and shown. */
final class SettingsCheck {

    private static final Set<String> RULES =
            Set.of("words", "typo", "proximity", "attribute", "attributeRank", "sort", "wordPosition", "exactness");

    private final String code;
    private final String place;

    private SettingsCheck(String name, String place) {
        this.code = SettingNames.code(name);
        this.place = place;
    }

    /**
     * The stored form of a value.
     *
     * @param place where it stands in the body, as errors name it
     */
    static @Nullable Object normalize(String name, @Nullable Object value, String place) {
        SettingsCheck check = new SettingsCheck(name, place);
        if (value == null) {
            return name.equals("displayedAttributes") || name.equals("searchableAttributes") ? List.of("*") : null;
        }
        return switch (name) {
            case "displayedAttributes", "searchableAttributes" -> check.attributes(value);
            case "filterableAttributes" -> check.filterable(value);
            case "sortableAttributes", "stopWords", "nonSeparatorTokens", "separatorTokens", "dictionary" ->
                List.copyOf(new TreeSet<>(check.strings(value)));
            case "rankingRules" -> check.rankingRules(value);
            case "synonyms" -> check.synonyms(value);
            case "distinctAttribute" -> check.string(value);
            case "proximityPrecision" -> check.oneOf(value, "byWord", "byAttribute");
            case "prefixSearch" -> check.oneOf(value, "indexingTime", "disabled");
            case "facetSearch" -> check.bool(value, place);
            case "searchCutoffMs" -> check.unsigned(value, place);
            case "typoTolerance" -> check.typoTolerance(check.object(value, place));
            case "faceting" -> check.faceting(check.object(value, place));
            case "pagination" -> check.pagination(check.object(value, place));
            case "embedders" -> check.object(value, place);
            default -> value;
        };
    }

    private List<String> strings(Object value) {
        if (!(value instanceof List<?> list)) {
            throw Values.type(code, place, "an array", value);
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String text)) {
                throw Values.type(code, place + "[" + i + "]", "a string", list.get(i));
            }
            strings.add(text);
        }
        return strings;
    }

    private List<String> attributes(Object value) {
        List<String> names = strings(value);
        return names.contains("*") ? List.of("*") : names;
    }

    private String string(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw Values.type(code, place, "a string", value);
    }

    private Boolean bool(Object value, String where) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw Values.type(code, where, "a boolean", value);
    }

    private JsonNumber unsigned(Object value, String where) {
        if (value instanceof JsonNumber number && number.isUnsigned()) {
            return number;
        }
        throw Values.type(code, where, "a positive integer", value);
    }

    private Map<String, @Nullable Object> object(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?>) {
            return new LinkedHashMap<>(Json.asObject(value));
        }
        throw Values.type(code, where, "an object", value);
    }

    private String oneOf(Object value, String... known) {
        String text = string(value);
        if (!List.of(known).contains(text)) {
            throw new ApiException(
                    code,
                    "Unknown value `" + text + "`" + (place.isEmpty() ? "" : " at `" + place + "`")
                            + ": expected one of " + Values.quoted(List.of(known)));
        }
        return text;
    }

    private List<Object> filterable(Object value) {
        if (!(value instanceof List<?> list)) {
            throw Values.type(code, place, "an array", value);
        }
        List<Object> rules = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object entry = list.get(i);
            String where = place + "[" + i + "]";
            if (entry instanceof String) {
                rules.add(entry);
            } else if (entry instanceof Map<?, ?>) {
                rules.add(rule(Json.asObject(entry), where));
            } else {
                throw Values.type(code, where, "a string or an object", entry);
            }
        }
        return rules;
    }

    private Map<String, @Nullable Object> rule(Map<String, @Nullable Object> entry, String where) {
        Object patterns = entry.get("attributePatterns");
        if (patterns == null) {
            throw new ApiException(code, "Missing field `attributePatterns` inside `" + where + "`");
        }
        Map<String, @Nullable Object> features =
                entry.get("features") == null ? Map.of() : object(entry.get("features"), where + ".features");
        Map<String, @Nullable Object> filter =
                features.get("filter") == null ? Map.of() : object(features.get("filter"), where + ".features.filter");
        return Json.object(
                "attributePatterns",
                        new SettingsCheck("filterableAttributes", where + ".attributePatterns").strings(patterns),
                "features",
                        Json.object(
                                "facetSearch", flag(features, "facetSearch", false, where),
                                "filter",
                                        Json.object(
                                                "equality", flag(filter, "equality", true, where),
                                                "comparison", flag(filter, "comparison", false, where))));
    }

    private Boolean flag(Map<String, @Nullable Object> object, String name, boolean standard, String where) {
        Object value = object.get(name);
        return value == null ? Boolean.valueOf(standard) : bool(value, where + "." + name);
    }

    private List<String> rankingRules(Object value) {
        List<String> rules = strings(value);
        for (int i = 0; i < rules.size(); i++) {
            if (!RULES.contains(rules.get(i)) && !rules.get(i).matches("(?s).+:(asc|desc)")) {
                throw new ApiException(
                        code,
                        "Invalid value at `" + place + "[" + i + "]`: `" + rules.get(i)
                                + "` ranking rule is invalid. Valid ranking rules are words, typo, sort, proximity,"
                                + " attribute, exactness and custom ranking rules.");
            }
        }
        if (rules.contains("attribute") && (rules.contains("attributeRank") || rules.contains("wordPosition"))) {
            throw new ApiException(
                    code,
                    "Mixed usage of the attribute, attributeRank, and wordPosition ranking rules. You must either use"
                            + " the attribute ranking rule alone or the attributeRank and wordPosition ranking rules.");
        }
        return rules;
    }

    private Map<String, Object> synonyms(Object value) {
        Map<String, Object> synonyms = new TreeMap<>();
        object(value, place)
                .forEach((word, others) -> synonyms.put(
                        word, new SettingsCheck("synonyms", place + "." + word).strings(others == null ? "" : others)));
        return synonyms;
    }

    private Map<String, @Nullable Object> typoTolerance(Map<String, @Nullable Object> object) {
        known(object, "enabled", "minWordSizeForTypos", "disableOnWords", "disableOnAttributes", "disableOnNumbers");
        object.replaceAll((name, value) -> value == null
                ? null
                : switch (name) {
                    case "enabled", "disableOnNumbers" -> bool(value, place + "." + name);
                    case "minWordSizeForTypos" -> sizes(object(value, place + "." + name));
                    default -> List.copyOf(new TreeSet<>(strings(value)));
                });
        return object;
    }

    private Map<String, @Nullable Object> sizes(Map<String, @Nullable Object> sizes) {
        known(sizes, "oneTypo", "twoTypos");
        sizes.forEach((name, value) -> {
            if (value != null) {
                unsigned(value, place + ".minWordSizeForTypos." + name);
            }
        });
        if (sizes.get("oneTypo") instanceof JsonNumber one
                && sizes.get("twoTypos") instanceof JsonNumber two
                && one.doubleValue() > two.doubleValue()) {
            throw new ApiException(
                    code,
                    "Invalid value at `" + place + ".minWordSizeForTypos`: `minWordSizeForTypos` setting is invalid."
                            + " `oneTypo` and `twoTypos` fields should be between `0` and `255`, and `twoTypos` should"
                            + " be greater or equals to `oneTypo` but found `oneTypo: " + one.text()
                            + "` and twoTypos: " + two.text() + "`.");
        }
        return sizes;
    }

    private Map<String, @Nullable Object> faceting(Map<String, @Nullable Object> object) {
        known(object, "maxValuesPerFacet", "sortFacetValuesBy");
        if (object.get("maxValuesPerFacet") != null) {
            unsigned(object.get("maxValuesPerFacet"), place + ".maxValuesPerFacet");
        }
        if (object.get("sortFacetValuesBy") != null) {
            String where = place + ".sortFacetValuesBy";
            object(object.get("sortFacetValuesBy"), where).forEach((field, order) -> {
                if (order != null) {
                    new SettingsCheck("faceting", where + "." + field).oneOf(order, "alpha", "count");
                }
            });
        }
        return object;
    }

    private Map<String, @Nullable Object> pagination(Map<String, @Nullable Object> object) {
        known(object, "maxTotalHits");
        Object max = object.get("maxTotalHits");
        if (max != null && unsigned(max, place + ".maxTotalHits").text().equals("0")) {
            throw new ApiException(
                    code,
                    "Invalid value at `" + place + ".maxTotalHits`: a non-zero integer value lower than"
                            + " `18446744073709551615` was expected, but found a zero");
        }
        return object;
    }

    private void known(Map<String, @Nullable Object> object, String... names) {
        for (String name : object.keySet()) {
            if (!List.of(names).contains(name)) {
                throw new ApiException(
                        "bad_request",
                        "Unknown field `" + name + "`" + (place.isEmpty() ? "" : " inside `" + place + "`")
                                + ": expected one of " + Values.quoted(List.of(names)));
            }
        }
    }
}
