package miroir.embedded.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import miroir.embedded.json.Json;

/** Writes a filter as searches do before they use it: their errors quote this text. */
final class NormalForm {

    private NormalForm() {}

    static String of(Filter filter) {
        if (filter instanceof Filter.And and) {
            return join(and.parts(), ") AND (");
        }
        if (filter instanceof Filter.Or or) {
            return join(or.parts(), ") OR (");
        }
        if (filter instanceof Filter.Not not) {
            return "NOT (" + of(not.part()) + ")";
        }
        if (filter instanceof Filter.Radius radius) {
            return "_geoRadius(" + numbers(radius.numbers()) + ")";
        }
        if (filter instanceof Filter.Box box) {
            return "_geoBoundingBox(" + points(box.numbers()) + ")";
        }
        if (filter instanceof Filter.Polygon polygon) {
            return "_geoPolygon(" + points(polygon.numbers()) + ")";
        }
        return of((Filter.Condition) filter);
    }

    private static String join(List<Filter> parts, String between) {
        return parts.stream().map(NormalForm::of).collect(Collectors.joining(between, "(", ")"));
    }

    private static String points(List<Filter.Token> numbers) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i += 2) {
            points.add("[" + numbers(numbers.subList(i, i + 2)) + "]");
        }
        return String.join(", ", points);
    }

    private static String numbers(List<Filter.Token> numbers) {
        return numbers.stream().map(Filter.Token::text).collect(Collectors.joining(", "));
    }

    private static String of(Filter.Condition condition) {
        String field = Json.text(condition.field().text());
        List<String> values = condition.values().stream()
                .map(value -> Json.text(value.text()))
                .toList();
        return switch (condition.operator()) {
            case "NULL", "EMPTY" -> field + " IS " + condition.operator();
            case "EXISTS" -> field + " EXISTS";
            case "IN" -> field + " IN [" + String.join(", ", values) + "]";
            case "TO" -> field + " " + values.get(0) + " TO " + values.get(1);
            default -> field + " " + condition.operator() + " " + values.get(0);
        };
    }
}
