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
    private static final List<String> SWITCHES =
            List.of("showMatchesPosition", "showRankingScore", "showRankingScoreDetails");
    private static final List<String> LISTS = List.of(
            "attributesToRetrieve", "attributesToCrop", "attributesToHighlight", "facets", "attributesToSearchOn");

    private SearchQuery() {}

    static SearchRequest read(Call call) {
        Params params = Params.of(call, SearchRoutes.names(false));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name : call.query().keySet()) {
            Object value = value(params, name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return SearchBody.read(fields);
    }

    private static @Nullable Object value(Params params, String name) {
        String text = params.string(name);
        if (text == null) {
            return null;
        }
        String code = "invalid_search_" + name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
        if (NUMBERS.contains(name)) {
            return new JsonNumber(Integer.toString(params.unsigned(name, code, 0)));
        }
        if (SWITCHES.contains(name)) {
            return params.bool(name, code);
        }
        if (LISTS.contains(name)) {
            return List.of(text.split(","));
        }
        return switch (name) {
            case "sort" -> SortText.repair(List.of(text.split(",")));
            case "filter" -> FilterText.ofQuery(text);
            case "rankingScoreThreshold" -> threshold(text, code);
            case "matchingStrategy" -> strategy(text, code);
            default -> text;
        };
    }

    private static JsonNumber threshold(String text, String code) {
        try {
            return new JsonNumber(JsonNumber.ofDouble(Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            throw new ApiException(
                    code,
                    "Invalid value in parameter `rankingScoreThreshold`: the value of `rankingScoreThreshold` is"
                            + " invalid, expected a float between `0.0` and `1.0`.");
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
