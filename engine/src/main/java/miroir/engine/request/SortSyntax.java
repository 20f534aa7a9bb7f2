package miroir.engine.request;

import java.util.List;
import java.util.OptionalDouble;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.RustNumber;

/** The expressions that results are sorted by (source: Meilisearch, milli/asc_desc.rs, v1.50.0). */
final class SortSyntax {
    private static final List<String> RESERVED =
            List.of("_geo", "_geojson", "_geoDistance", "_geoPoint", "_geoRadius", "_geoBoundingBox");
    private static final List<String> CALLS = List.of("_geoRadius(", "_geoBoundingBox(", "_geo(", "_geoDistance(");
    private static final double MAX_LATITUDE = 90;
    private static final double MAX_LONGITUDE = 180;

    private final ErrorCode code;

    private SortSyntax(ErrorCode code) {
        this.code = code;
    }

    /** Refuses the first expression that is none, with the given code and Meilisearch's text. */
    static void check(List<String> sort, ErrorCode code) {
        sort.forEach(new SortSyntax(code)::check);
    }

    private void check(String expression) {
        int colon = expression.lastIndexOf(':');
        String order = expression.substring(colon + 1);
        if (colon < 0 || !(order.equals("asc") || order.equals("desc"))) {
            throw fault(
                    "Invalid syntax for the sort parameter: expected expression ending by `:asc` or `:desc`, found `"
                            + expression + "`.");
        }
        String member = expression.substring(0, colon);
        if (member.startsWith("_geoPoint(") && member.endsWith(")")) {
            point(member);
        } else if (RESERVED.contains(member) || CALLS.stream().anyMatch(member::startsWith)) {
            throw reserved(member);
        }
    }

    private void point(String member) {
        String[] parts =
                member.substring("_geoPoint(".length(), member.length() - 1).split(",", 2);
        OptionalDouble latitude = RustNumber.parse(parts[0].strip());
        OptionalDouble longitude = parts.length < 2 ? OptionalDouble.empty() : RustNumber.parse(parts[1].strip());
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw reserved(member);
        }
        double lat = latitude.getAsDouble();
        double lng = longitude.getAsDouble();
        if (Math.abs(lat) > MAX_LATITUDE) {
            throw fault("Bad latitude `" + RustNumber.display(lat)
                    + "`. Latitude must be contained between -90 and 90 degrees.");
        }
        if (Math.abs(lng) > MAX_LONGITUDE) {
            double turned = (lng + MAX_LONGITUDE) % (2 * MAX_LONGITUDE);
            double near = (turned < 0 ? turned + 2 * MAX_LONGITUDE : turned) - MAX_LONGITUDE;
            throw fault("Bad longitude `" + RustNumber.display(lng)
                    + "`. Longitude must be contained between -180 and 180 degrees. Hint: try using `"
                    + RustNumber.display(near) + "` instead.");
        }
    }

    private ApiException reserved(String member) {
        if (member.startsWith("_geoPoint")) {
            return fault("Invalid syntax for the geo parameter: expected expression formated like `_geoPoint(latitude,"
                    + " longitude)` and ending by `:asc` or `:desc`, found `" + member + "`.");
        }
        for (String word : List.of("_geoRadius", "_geoBoundingBox", "_geo")) {
            if (word.equals("_geo") ? member.equals(word) : member.startsWith(word)) {
                return fault("`" + word + "` is a reserved keyword and thus can't be used as a sort expression. Use the"
                        + " _geoPoint(latitude, longitude) built-in rule to sort on _geo field coordinates.");
            }
        }
        return fault("`" + member + "` is a reserved keyword and thus can't be used as a sort expression.");
    }

    private ApiException fault(String text) {
        return new ApiException(code, text);
    }
}
