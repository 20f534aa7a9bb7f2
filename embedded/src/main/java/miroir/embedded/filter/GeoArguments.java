package miroir.embedded.filter;

import java.util.ArrayList;
import java.util.List;

/** Reads the arguments of the geographic filters. */
final class GeoArguments {

    private static final String RADIUS_FORM =
            "The `_geoRadius` filter must be in the form: `_geoRadius(latitude, longitude, radius,"
                    + " optionalResolution)`.";
    private static final String BOX_FORM =
            "The `_geoBoundingBox` filter expects two pairs of arguments: `_geoBoundingBox([latitude, longitude],"
                    + " [latitude, longitude])`.";

    private static final String POLYGON_FORM =
            "The `_geoPolygon` filter doesn't match the expected format: `_geoPolygon([latitude, longitude], [latitude,"
                    + " longitude])`.";

    private GeoArguments() {}

    static Filter radius(Scanner scanner) {
        List<Filter.Token> numbers = numbers(scanner, "(", ")", RADIUS_FORM);
        if (numbers.size() < 3 || numbers.size() > 4) {
            throw scanner.error(
                    "Was expecting 3 or 4 arguments for `_geoRadius`, but instead found " + numbers.size() + ".");
        }
        return new Filter.Radius(numbers, scanner.text());
    }

    static Filter box(Scanner scanner) {
        List<List<Filter.Token>> points = points(scanner, BOX_FORM);
        if (points.size() != 2) {
            throw scanner.error(BOX_FORM);
        }
        return new Filter.Box(pairs(scanner, points), scanner.text());
    }

    static Filter polygon(Scanner scanner) {
        List<List<Filter.Token>> points = points(scanner, POLYGON_FORM);
        if (points.size() < 3) {
            List<Filter.Token> last = points.get(points.size() - 1);
            Filter.Token token = last.get(last.size() - 1);
            throw scanner.errorAt(
                    token.column() - 1,
                    token.length(),
                    "The `_geoPolygon` filter expects at least 3 points but only " + points.size() + " were specified");
        }
        return new Filter.Polygon(pairs(scanner, points), scanner.text());
    }

    private static List<List<Filter.Token>> points(Scanner scanner, String form) {
        List<List<Filter.Token>> points = new ArrayList<>();
        require(scanner, "(", form);
        do {
            points.add(numbers(scanner, "[", "]", form));
        } while (scanner.symbol(","));
        require(scanner, ")", form);
        return points;
    }

    private static List<Filter.Token> pairs(Scanner scanner, List<List<Filter.Token>> points) {
        List<Filter.Token> all = new ArrayList<>();
        for (List<Filter.Token> point : points) {
            if (point.size() != 2) {
                Filter.Token first = point.get(0);
                throw scanner.errorAt(
                        first.column() - 1,
                        first.length(),
                        "Was expecting 2 coordinates but instead found " + point.size() + ".");
            }
            all.addAll(point);
        }
        return all;
    }

    private static List<Filter.Token> numbers(Scanner scanner, String open, String close, String form) {
        require(scanner, open, form);
        List<Filter.Token> numbers = new ArrayList<>();
        do {
            scanner.skipSpace();
            int start = scanner.position();
            Filter.Token token = scanner.value();
            if (token == null || Numbers.parse(token.text()) == null) {
                throw scanner.errorAt(start, form);
            }
            numbers.add(token);
        } while (scanner.symbol(","));
        require(scanner, close, form);
        return numbers;
    }

    private static void require(Scanner scanner, String symbol, String form) {
        if (!scanner.symbol(symbol)) {
            throw scanner.error(form);
        }
    }
}
