package miroir.embedded.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import miroir.embedded.index.Document;
import miroir.embedded.index.FilterableRule;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.index.Settings;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Checks a filter against the settings of an index and makes it a test. */
public final class FilterCheck {

    private final Settings settings;

    private FilterCheck(Settings settings) {
        this.settings = settings;
    }

    /**
     * The test a filter stands for.
     *
     * @param rewritten whether errors quote the filter in its normal form, as searches do
     */
    public static Predicate<Document> compile(@Nullable Filter filter, Settings settings, boolean rewritten) {
        if (filter == null) {
            return document -> true;
        }
        Filter checked = rewritten ? FilterParser.parse(NormalForm.of(filter)) : filter;
        if (checked != null) {
            FilterCheck check = new FilterCheck(settings);
            check.fields(checked);
            check.values(checked);
        }
        return Matchers.of(filter);
    }

    /** Refuses a filter that needs an experimental feature which is off. */
    public static void requireFeatures(@Nullable Filter filter, Predicate<String> isOn) {
        for (FilterFeature feature : FilterFeature.values()) {
            if (filter != null && !isOn.test(feature.flag())) {
                refuse(filter, feature);
            }
        }
    }

    private static void refuse(Filter filter, FilterFeature feature) {
        parts(filter).forEach(part -> refuse(part, feature));
        if (filter instanceof Filter.Condition condition && feature.isNeededBy(condition)) {
            throw feature.missing(condition);
        }
    }

    private static List<Filter> parts(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.parts();
        }
        if (filter instanceof Filter.Or or) {
            return or.parts();
        }
        return filter instanceof Filter.Not not ? List.of(not.part()) : List.of();
    }

    /** Fields are looked at first, the last one before the others. */
    private void fields(Filter filter) {
        List<Filter> parts = parts(filter);
        for (int i = parts.size() - 1; i >= 0; i--) {
            fields(parts.get(i));
        }
        if (filter instanceof Filter.Condition condition) {
            FilterableRule rule = settings.filterableRule(condition.field().text());
            if (rule == null || !rule.filterable()) {
                throw notFilterable(condition.field().text(), condition.field(), condition.source());
            }
        }
    }

    private void values(Filter filter) {
        parts(filter).forEach(this::values);
        if (filter instanceof Filter.Condition condition) {
            operator(condition);
        } else if (filter instanceof Filter.Radius radius) {
            point(radius.numbers(), 0, radius.source());
            resolution(radius);
            requireGeo(radius.numbers(), radius.source());
        } else if (filter instanceof Filter.Box box) {
            point(box.numbers(), 0, box.source());
            point(box.numbers(), 2, box.source());
            corners(box);
            requireGeo(box.numbers(), box.source());
        } else if (filter instanceof Filter.Polygon polygon) {
            throw notFilterable("_geojson", polygon.numbers().get(0), polygon.source());
        }
    }

    private void operator(Filter.Condition condition) {
        String field = condition.field().text();
        String operator = condition.operator().equals("IN") ? "=" : condition.operator();
        boolean compares = List.of(">", ">=", "<", "<=", "TO").contains(operator);
        boolean equals = List.of("=", "!=").contains(operator);
        FilterableRule rule = settings.filterableRule(field);
        if (rule != null && ((compares && !rule.comparison()) || (equals && !rule.equality()))) {
            int number = settings.filterable().indexOf(rule);
            throw FilterException.operator("Filter operator `" + operator
                    + "` is not allowed for the attribute `" + field + "`.\n  - Note: allowed operators: "
                    + allowed(rule) + ".\n  - Note: field `" + field + "` matched rule #" + number
                    + " in `filterableAttributes`\n  - Hint: enable " + (compares ? "comparison" : "equality")
                    + " in rule #" + number + " by modifying the features.filter object\n  - Hint: prepend another rule"
                    + " matching `" + field + "` with appropriate filter features before rule #" + number);
        }
    }

    private static String allowed(FilterableRule rule) {
        return "OR, AND, NOT" + (rule.equality() ? ", =, !=, IN" : "") + (rule.comparison() ? ", <, >, <=, >=, TO" : "")
                + ", IS EMPTY, IS NULL, EXISTS";
    }

    private FilterException notFilterable(String name, Filter.Token place, String source) {
        String available = settings.filterablePatterns().stream()
                .map(pattern -> "`" + pattern + "`")
                .collect(Collectors.joining(", "));
        String message = "Attribute `" + name + "` is not filterable. "
                + (available.isEmpty()
                        ? "This index does not have configured filterable attributes."
                        : "Available filterable attribute patterns are: " + available + ".");
        return FilterException.at(message, place.column(), place.length(), source);
    }

    private void requireGeo(List<Filter.Token> numbers, String source) {
        FilterableRule rule = settings.filterableRule("_geo");
        if (rule == null || !rule.plain()) {
            throw notFilterable("_geo/_geojson", numbers.get(0), source);
        }
    }

    private static void point(List<Filter.Token> numbers, int from, String source) {
        Filter.Token latitude = numbers.get(from);
        Filter.Token longitude = numbers.get(from + 1);
        GeoPoint point = new GeoPoint(value(latitude), value(longitude));
        String fault = point.fault();
        if (fault != null) {
            throw at(fault, fault.startsWith("Bad latitude") ? latitude : longitude, source);
        }
    }

    private static void resolution(Filter.Radius radius) {
        List<Filter.Token> numbers =
                new ArrayList<>(radius.numbers().subList(3, radius.numbers().size()));
        for (Filter.Token number : numbers) {
            long resolution = (long) value(number);
            if (resolution < 3 || resolution > 1000) {
                throw at(
                        "Invalid resolution `" + Math.max(0, resolution) + "`. Resolution must be between 3 and 1000.",
                        number,
                        radius.source());
            }
        }
    }

    private static void corners(Filter.Box box) {
        double top = value(box.numbers().get(0));
        double bottom = value(box.numbers().get(2));
        if (top < bottom) {
            throw at(
                    "The top latitude `" + shown(top) + "` is below the bottom latitude `" + shown(bottom) + "`.",
                    box.numbers().get(3),
                    box.source());
        }
    }

    private static FilterException at(String message, Filter.Token token, String source) {
        return FilterException.at(message, token.column(), token.length(), source);
    }

    private static double value(Filter.Token token) {
        return Double.parseDouble(token.text());
    }

    private static String shown(double value) {
        return JsonNumber.display(value);
    }
}
