package miroir.engine.request;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the geo conditions of filter expressions (source: Meilisearch, filter-parser/lib.rs). */
final class FilterGeo {
    private static final Pattern FLOAT = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final String RADIUS_FORM = "The `_geoRadius` filter must be in the form:"
            + " `_geoRadius(latitude, longitude, radius, optionalResolution)`.";
    private static final String BOX_FORM = "The `_geoBoundingBox` filter expects two pairs of arguments:"
            + " `_geoBoundingBox([latitude, longitude], [latitude, longitude])`.";
    private static final String POLYGON_FORM = "The `_geoPolygon` filter doesn't match the expected format:"
            + " `_geoPolygon([latitude, longitude], [latitude, longitude])`.";

    private final FilterSource in;

    FilterGeo(FilterSource in) {
        this.in = in;
    }

    /** A geo condition, or null when none stands here. */
    @Nullable
    Filter read() {
        int start = in.at;
        in.skipSpaces();
        String word = in.text.substring(in.at, in.wordEnd(in.at));
        Filter geo = null;
        switch (word) {
            case "_geoRadius" -> geo = radius(word);
            case "_geoBoundingBox" -> geo = shape(word, BOX_FORM);
            case "_geoPolygon" -> geo = shape(word, POLYGON_FORM);
            default -> in.at = start;
        }
        return geo;
    }

    private Filter radius(String word) {
        in.at += word.length();
        expect("(", RADIUS_FORM);
        List<Span> numbers = numbers(RADIUS_FORM);
        expect(")", RADIUS_FORM);
        if (numbers.size() < 3 || numbers.size() > 4) {
            throw fault(
                    "Was expecting 3 or 4 arguments for `_geoRadius`, but instead found " + numbers.size() + ".",
                    in.at);
        }
        return new Filter.Condition(null, word, word + "(" + join(numbers) + ")");
    }

    private Filter shape(String word, String form) {
        in.at += word.length();
        expect("(", form);
        List<List<Span>> points = new ArrayList<>();
        do {
            in.skipSpaces();
            if (word.equals("_geoPolygon") && !points.isEmpty() && in.peek() == ')') {
                break;
            }
            expect("[", form);
            points.add(numbers(form));
            expect("]", form);
            in.skipSpaces();
        } while (in.take(","));
        expect(")", form);
        check(word, points);
        String list = points.stream().map(point -> "[" + join(point) + "]").collect(Collectors.joining(", "));
        return new Filter.Condition(null, word, word + "(" + list + ")");
    }

    private void check(String word, List<List<Span>> points) {
        if (word.equals("_geoBoundingBox") && points.size() != 2) {
            throw fault(BOX_FORM, in.at);
        }
        if (word.equals("_geoPolygon") && points.size() < 3) {
            List<Span> last = points.get(points.size() - 1);
            throw at(
                    "The `_geoPolygon` filter expects at least 3 points but only " + points.size() + " were specified",
                    last.get(last.size() - 1));
        }
        for (List<Span> point : points) {
            if (point.size() != 2) {
                throw at("Was expecting 2 coordinates but instead found " + point.size() + ".", point.get(0));
            }
        }
    }

    private List<Span> numbers(String form) {
        List<Span> numbers = new ArrayList<>();
        do {
            in.skipSpaces();
            Matcher number = FLOAT.matcher(in.text).region(in.at, in.text.length());
            if (!number.lookingAt()) {
                throw fault(form, in.at);
            }
            numbers.add(new Span(number.start(), number.end()));
            in.at = number.end();
            in.skipSpaces();
        } while (in.take(","));
        return numbers;
    }

    private void expect(String token, String form) {
        if (!in.take(token)) {
            throw fault(form, in.at);
        }
    }

    private String join(List<Span> numbers) {
        return numbers.stream()
                .map(number -> in.text.substring(number.start(), number.end()))
                .collect(Collectors.joining(", "));
    }

    private FilterFault at(String what, Span number) {
        return FilterFault.of(what, in, number.start(), number.end());
    }

    private FilterFault fault(String what, int start) {
        return FilterFault.of(what, in, start, in.text.length());
    }

    private record Span(int start, int end) {}
}
