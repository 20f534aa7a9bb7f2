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
        List<Filter.Token> all = new ArrayList<>();
        require(scanner, "(", BOX_FORM);
        for (int corner = 0; corner < 2; corner++) {
            if (corner == 1) {
                require(scanner, ",", BOX_FORM);
            }
            List<Filter.Token> pair = numbers(scanner, "[", "]", BOX_FORM);
            if (pair.size() != 2) {
                throw scanner.error("Was expecting 2 coordinates but instead found " + pair.size() + ".");
            }
            all.addAll(pair);
        }
        require(scanner, ")", BOX_FORM);
        return new Filter.Box(all, scanner.text());
    }

    private static List<Filter.Token> numbers(Scanner scanner, String open, String close, String form) {
        require(scanner, open, form);
        List<Filter.Token> numbers = new ArrayList<>();
        do {
            Filter.Token token = scanner.value();
            if (token == null || Numbers.parse(token.text()) == null) {
                throw scanner.error(form);
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
