package miroir.embedded.filter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import miroir.embedded.index.Document;
import miroir.embedded.index.FieldValues;
import miroir.embedded.index.GeoPoint;
import org.jspecify.annotations.Nullable;

/** Turns a checked filter into a test of documents. */
final class Matchers {

    private Matchers() {}

    static Predicate<Document> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Predicate<Document>> parts =
                    and.parts().stream().map(Matchers::of).toList();
            return document -> parts.stream().allMatch(part -> part.test(document));
        }
        if (filter instanceof Filter.Or or) {
            List<Predicate<Document>> parts =
                    or.parts().stream().map(Matchers::of).toList();
            return document -> parts.stream().anyMatch(part -> part.test(document));
        }
        if (filter instanceof Filter.Not not) {
            return of(not.part()).negate();
        }
        if (filter instanceof Filter.Radius radius) {
            return radius(radius.numbers());
        }
        if (filter instanceof Filter.Box box) {
            return box(box.numbers());
        }
        if (filter instanceof Filter.Polygon) {
            return document -> false;
        }
        Filter.Condition condition = (Filter.Condition) filter;
        String field = condition.field().text();
        if (condition.operator().equals("!=")) {
            Predicate<FieldValues> same = anyOf(condition.values());
            return document -> {
                FieldValues found = document.values(field);
                return found == null || !same.test(found);
            };
        }
        Predicate<FieldValues> values = values(condition.operator(), condition.values());
        return document -> {
            FieldValues found = document.values(field);
            return found != null && values.test(found);
        };
    }

    private static Predicate<FieldValues> values(String operator, List<Filter.Token> operands) {
        return switch (operator) {
            case "EXISTS" -> values -> true;
            case "NULL" -> FieldValues::isNull;
            case "EMPTY" -> FieldValues::isEmpty;
            case "=", "IN" -> anyOf(operands);
            case "CONTAINS" -> strings(operands, String::contains);
            case "STARTS WITH" -> strings(operands, String::startsWith);
            default -> range(operator, operands);
        };
    }

    private interface TextTest {
        boolean test(String value, String operand);
    }

    private static Predicate<FieldValues> strings(List<Filter.Token> operands, TextTest test) {
        String operand = FieldValues.normalize(operands.get(0).text());
        return values -> values.normalized().stream().anyMatch(value -> test.test(value, operand));
    }

    private static Predicate<FieldValues> anyOf(List<Filter.Token> operands) {
        Set<String> texts = new HashSet<>();
        Set<Double> numbers = new HashSet<>();
        for (Filter.Token operand : operands) {
            texts.add(FieldValues.normalize(operand.text()));
            Double number = Numbers.parse(operand.text());
            if (number != null) {
                numbers.add(number);
            }
        }
        return values -> {
            for (String text : values.normalized()) {
                if (texts.contains(text)) {
                    return true;
                }
            }
            for (Double number : values.numbers()) {
                if (numbers.contains(number)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Predicate<FieldValues> range(String operator, List<Filter.Token> operands) {
        String first = FieldValues.normalize(operands.get(0).text());
        Double number = Numbers.parse(operands.get(0).text());
        Predicate<FieldValues> lower = bound(operator.equals("TO") ? ">=" : operator, first, number);
        if (!operator.equals("TO")) {
            return lower;
        }
        String last = FieldValues.normalize(operands.get(1).text());
        Double end = Numbers.parse(operands.get(1).text());
        return values ->
                values.normalized().stream().anyMatch(text -> text.compareTo(first) >= 0 && text.compareTo(last) <= 0)
                        || (number != null
                                && end != null
                                && values.numbers().stream().anyMatch(value -> value >= number && value <= end));
    }

    private static Predicate<FieldValues> bound(String operator, String text, @Nullable Double number) {
        return values -> {
            for (String value : values.normalized()) {
                if (holds(operator, value.compareTo(text))) {
                    return true;
                }
            }
            if (number != null) {
                for (Double value : values.numbers()) {
                    if (holds(operator, Double.compare(value, number))) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            default -> order <= 0;
        };
    }

    private static Predicate<Document> radius(List<Filter.Token> numbers) {
        GeoPoint center = new GeoPoint(number(numbers, 0), number(numbers, 1));
        double radius = number(numbers, 2);
        return document -> {
            GeoPoint point = document.geo();
            return point != null && point.distance(center) <= radius;
        };
    }

    private static Predicate<Document> box(List<Filter.Token> numbers) {
        double top = number(numbers, 0);
        double right = number(numbers, 1);
        double bottom = number(numbers, 2);
        double left = number(numbers, 3);
        return document -> {
            GeoPoint point = document.geo();
            if (point == null || point.lat() > top || point.lat() < bottom) {
                return false;
            }
            return left <= right
                    ? point.lng() >= left && point.lng() <= right
                    : point.lng() >= left || point.lng() <= right;
        };
    }

    private static double number(List<Filter.Token> numbers, int i) {
        return Double.parseDouble(numbers.get(i).text());
    }
}
