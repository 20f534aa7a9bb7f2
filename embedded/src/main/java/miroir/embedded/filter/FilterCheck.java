package miroir.embedded.filter;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import miroir.embedded.index.Document;
import miroir.embedded.index.FilterableRule;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Checks a filter against the settings of an index and makes it a test. */
public final class FilterCheck {

    private final Settings settings;
    private final boolean rewritten;

    private FilterCheck(Settings settings, boolean rewritten) {
        this.settings = settings;
        this.rewritten = rewritten;
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
        new FilterCheck(settings, rewritten).check(filter);
        return Matchers.of(filter);
    }

    /** Refuses a filter that needs {@code CONTAINS} while the feature is off. */
    public static void requireContains(@Nullable Filter filter, boolean enabled) {
        if (enabled || filter == null) {
            return;
        }
        if (filter instanceof Filter.And and) {
            and.parts().forEach(part -> requireContains(part, false));
        } else if (filter instanceof Filter.Or or) {
            or.parts().forEach(part -> requireContains(part, false));
        } else if (filter instanceof Filter.Not not) {
            requireContains(not.part(), false);
        } else if (filter instanceof Filter.Condition condition
                && condition.operator().equals("CONTAINS")) {
            int at = condition.source().indexOf("CONTAINS", condition.field().column()) + 1;
            throw FilterException.feature("Using `CONTAINS` in a filter requires enabling the `contains filter`"
                    + " experimental feature. See https://github.com/orgs/meilisearch/discussions/763\n" + at + ":"
                    + (at + 8) + " " + condition.source());
        }
    }

    private void check(Filter filter) {
        if (filter instanceof Filter.And and) {
            and.parts().forEach(this::check);
        } else if (filter instanceof Filter.Or or) {
            or.parts().forEach(this::check);
        } else if (filter instanceof Filter.Not not) {
            check(not.part());
        } else if (filter instanceof Filter.Condition condition) {
            check(condition);
        } else if (filter instanceof Filter.Radius radius) {
            checkGeo(radius.numbers().subList(0, 2), rewritten ? render(radius) : radius.source());
        } else if (filter instanceof Filter.Box box) {
            checkGeo(box.numbers(), box.source());
        }
    }

    private void check(Filter.Condition condition) {
        String field = condition.field().text();
        FilterableRule rule = settings.filterableRule(field);
        if (rule == null || !rule.filterable()) {
            throw notFilterable(condition.field(), condition.source(), render(condition));
        }
        boolean compares = List.of(">", ">=", "<", "<=", "TO").contains(condition.operator());
        if (compares ? !rule.comparison() : !rule.equality()) {
            int number = settings.filterable().indexOf(rule);
            String hint = compares ? "comparison" : "equality";
            throw new FilterException("Filter operator `" + condition.operator()
                    + "` is not allowed for the attribute `" + field + "`.\n  - Note: allowed operators: "
                    + allowed(rule) + ".\n  - Note: field `" + field + "` matched rule #" + number
                    + " in `filterableAttributes`\n  - Hint: enable " + hint + " in rule #" + number
                    + " by modifying the features.filter object\n  - Hint: prepend another rule matching `" + field
                    + "` with appropriate filter features before rule #" + number);
        }
    }

    private static String allowed(FilterableRule rule) {
        return "OR, AND, NOT" + (rule.equality() ? ", =, !=, IN" : "") + (rule.comparison() ? ", <, >, <=, >=, TO" : "")
                + ", IS EMPTY, IS NULL, EXISTS";
    }

    private FilterException notFilterable(Filter.Token field, String source, String normal) {
        String available = settings.filterablePatterns().stream()
                .map(pattern -> "`" + pattern + "`")
                .collect(Collectors.joining(", "));
        String message = "Attribute `" + field.text() + "` is not filterable. "
                + (available.isEmpty()
                        ? "This index does not have configured filterable attributes."
                        : "Available filterable attribute patterns are: " + available + ".");
        return rewritten
                ? FilterException.at(message, 2, field.text().length(), normal)
                : FilterException.at(message, field.column(), field.length(), source);
    }

    private static String render(Filter.Condition condition) {
        String field = Json.text(condition.field().text());
        List<String> values = condition.values().stream()
                .map(value -> Json.text(value.text()))
                .toList();
        return switch (condition.operator()) {
            case "NULL", "EMPTY" -> field + " IS " + condition.operator();
            case "EXISTS" -> field + " EXISTS";
            case "IN" -> field + " IN[" + String.join(", ", values) + ", ]";
            case "TO" -> field + " " + values.get(0) + " TO " + values.get(1);
            default -> field + " " + condition.operator() + " " + values.get(0);
        };
    }

    private static String render(Filter.Radius radius) {
        return radius.numbers().stream().map(Filter.Token::text).collect(Collectors.joining(", ", "_geoRadius(", ")"));
    }

    private void checkGeo(List<Filter.Token> coordinates, String source) {
        FilterableRule rule = settings.filterableRule("_geo");
        if (rule == null || !rule.filterable()) {
            throw notFilterable(new Filter.Token("_geo", 1, 0), source, source);
        }
        for (int i = 0; i < coordinates.size(); i++) {
            Filter.Token token = coordinates.get(i);
            double value = Double.parseDouble(token.text());
            double limit = i % 2 == 0 ? 90 : 180;
            if (Math.abs(value) > limit) {
                String name = i % 2 == 0 ? "latitude" : "longitude";
                throw FilterException.at(
                        "Bad " + name + " `" + token.text() + "`. " + (i % 2 == 0 ? "Latitude" : "Longitude")
                                + " must be contained between -" + (int) limit + " and " + (int) limit + " degrees.",
                        token.column(),
                        token.length(),
                        source);
            }
        }
    }
}
