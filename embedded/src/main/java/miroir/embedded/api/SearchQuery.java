package miroir.embedded.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.JsonNumber;
import miroir.embedded.search.SearchRequest;
import org.jspecify.annotations.Nullable;

/** Reads a search from query parameters. */
final class SearchQuery {

    private static final List<String> NUMBERS = List.of("offset", "limit", "page", "hitsPerPage", "cropLength");
    private static final List<String> SWITCHES = List.of(
            "showMatchesPosition",
            "showRankingScore",
            "showRankingScoreDetails",
            "showPerformanceDetails",
            "retrieveVectors",
            "useNetwork");
    private static final List<String> LISTS = List.of(
            "attributesToRetrieve", "attributesToCrop", "attributesToHighlight", "facets", "attributesToSearchOn");

    private SearchQuery() {}

    static SearchRequest read(Call call) {
        Params params = Params.unchecked(call);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name : call.query().keySet()) {
            Values.requireKnown("parameter", List.of(name), SearchRoutes.names(false));
            Object value = value(params, name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return SearchBody.read(call, fields);
    }

    private static @Nullable Object value(Params params, String name) {
        String text = params.string(name);
        if (text == null) {
            return null;
        }
        String code = "invalid_search_" + name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
        if (NUMBERS.contains(name)) {
            return params.number(name, code, 0);
        }
        if (SWITCHES.contains(name)) {
            return params.bool(name, code);
        }
        if (LISTS.contains(name)) {
            return Params.split(text);
        }
        return switch (name) {
            case "sort" -> SortText.repair(List.of(text.split(",")));
            case "filter" -> FilterText.ofQuery(text);
            case "rankingScoreThreshold" -> threshold(text, code);
            case "locales" -> locales(Params.split(text), code);
            case "matchingStrategy" -> strategy(text, code);
            default -> text;
        };
    }

    private static List<String> locales(List<String> names, String code) {
        for (String name : names) {
            if (!Locales.ALL.contains(name)) {
                throw new ApiException(code, "Invalid value in parameter `locales`: " + Locales.unsupported(name));
            }
        }
        return names;
    }

    private static JsonNumber threshold(String text, String code) {
        Double threshold = number(text);
        if (threshold == null || threshold < 0 || threshold > 1) {
            throw new ApiException(
                    code,
                    "Invalid value in parameter `rankingScoreThreshold`: the value of `rankingScoreThreshold` is"
                            + " invalid, expected a float between `0.0` and `1.0`.");
        }
        return new JsonNumber(JsonNumber.ofDouble(threshold));
    }

    private static @Nullable Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String strategy(String text, String code) {
        if (!List.of("last", "all", "frequency").contains(text)) {
            throw new ApiException(
                    code,
                    "Unknown value `" + text
                            + "` for parameter `matchingStrategy`: expected one of `last`, `all`, `frequency`");
        }
        return text;
    }
}
