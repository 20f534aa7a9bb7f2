package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Document;
import miroir.embedded.index.FieldValues;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.index.Settings;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * One criterion of an order: a field or the distance from a point.
 *
 * @param point the point, or null for a field
 */
public record SortRule(String field, @Nullable GeoPoint point, boolean ascending) {

    private static final Pattern RULE = Pattern.compile("(.*):(asc|desc)", Pattern.DOTALL);
    private static final Pattern FILTERS = Pattern.compile("_geoRadius|_geoBoundingBox");
    private static final Pattern RESERVED = Pattern.compile(
            "_geo(?:json|Distance|Point|Radius|BoundingBox)?$" + "|_geo(?:Distance|Radius|BoundingBox)?\\(");
    private static final Pattern GEO =
            Pattern.compile("_geoPoint\\(\\s*([-+0-9.eE]+)\\s*,\\s*([-+0-9.eE]+)\\s*\\)", Pattern.DOTALL);

    /** Parses the criteria of a request; a field counts only at its first mention. */
    public static List<SortRule> parse(List<String> rules, String code) {
        List<SortRule> parsed = new ArrayList<>();
        for (String rule : rules) {
            SortRule next = parse(rule, code);
            boolean known = parsed.stream()
                    .anyMatch(other -> other.point == null && next.point == null && other.field.equals(next.field));
            if (!known) {
                parsed.add(next);
            }
        }
        return parsed;
    }

    private static SortRule parse(String rule, String code) {
        Matcher matcher = RULE.matcher(rule);
        if (!matcher.matches()) {
            throw new ApiException(
                    code,
                    "Invalid syntax for the sort parameter: expected expression ending by `:asc` or `:desc`, found `"
                            + rule + "`.");
        }
        String field = matcher.group(1);
        boolean ascending = matcher.group(2).equals("asc");
        if (!field.startsWith("_geoPoint(") || !field.endsWith(")")) {
            if (RESERVED.matcher(field).lookingAt()) {
                throw reserved(field, code);
            }
            return new SortRule(field, null, ascending);
        }
        Matcher geo = GEO.matcher(field);
        if (!geo.matches()) {
            throw reserved(field, code);
        }
        GeoPoint point = new GeoPoint(Double.parseDouble(geo.group(1)), Double.parseDouble(geo.group(2)));
        String fault = point.fault();
        if (fault != null) {
            throw new ApiException(code, fault);
        }
        return new SortRule("_geo", point, ascending);
    }

    private static ApiException reserved(String field, String code) {
        if (field.startsWith("_geoPoint")) {
            return new ApiException(
                    code,
                    "Invalid syntax for the geo parameter: expected expression formated like `_geoPoint(latitude,"
                            + " longitude)` and ending by `:asc` or `:desc`, found `" + field + "`.");
        }
        Matcher filter = FILTERS.matcher(field);
        String word = filter.lookingAt() ? filter.group() : field;
        boolean explained = filter.lookingAt() || field.equals("_geo");
        return new ApiException(
                code,
                "`" + word + "` is a reserved keyword and thus can't be used as a sort expression."
                        + (explained
                                ? " Use the _geoPoint(latitude, longitude) built-in rule to sort on _geo field"
                                        + " coordinates."
                                : ""));
    }

    /**
     * Refuses criteria that the settings do not allow.
     *
     * @param available the attributes that errors list
     */
    public static void check(List<SortRule> rules, Settings settings, String available, String code, String prefix) {
        for (SortRule rule : rules) {
            if (!settings.isSortable(rule.field)) {
                throw new ApiException(
                        code,
                        prefix + "Attribute `" + rule.field + "` is not sortable. "
                                + (available.isEmpty()
                                        ? "This index does not have configured sortable attributes."
                                        : "Available sortable attributes are: `" + available + "`."));
            }
        }
    }

    /** What a document is sorted by. */
    SortValue value(Document document) {
        if (point != null) {
            GeoPoint geo = document.geo();
            return geo == null ? SortValue.NONE : new SortValue(geo.distance(point), null);
        }
        FieldValues values = document.values(field);
        if (values == null) {
            return SortValue.NONE;
        }
        Double number = null;
        for (Double candidate : values.numbers()) {
            number = number == null || (ascending ? candidate < number : candidate > number) ? candidate : number;
        }
        String text = null;
        for (String candidate : values.normalized()) {
            boolean better =
                    text == null || (ascending ? candidate.compareTo(text) < 0 : candidate.compareTo(text) > 0);
            text = better ? candidate : text;
        }
        return number == null ? new SortValue(null, text) : new SortValue(number, null);
    }

    /** Compares documents, best first. */
    public int compare(Document a, Document b) {
        return SortValue.compare(value(a), value(b), ascending);
    }

    /** The criterion as the key of ranking details. */
    String label() {
        String what = point == null
                ? field
                : "_geoPoint(" + JsonNumber.display(point.lat()) + ", " + JsonNumber.display(point.lng()) + ")";
        return what + (ascending ? ":asc" : ":desc");
    }

    /** The entry of a document in the vector of federated scores. */
    public Object federated(Document document) {
        SortValue value = value(document);
        return point == null
                ? java.util.Map.of(
                        "sort", miroir.embedded.json.Json.object("asc", ascending, "value", value.shortJson()))
                : java.util.Map.of(
                        "geoSort", miroir.embedded.json.Json.object("asc", ascending, "distance", value.json()));
    }
}
