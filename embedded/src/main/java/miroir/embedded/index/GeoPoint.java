package miroir.embedded.index;

import java.util.Map;
import java.util.regex.Pattern;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** A place on the earth in degrees. */
public record GeoPoint(double lat, double lng) {

    private static final double MAX_LAT = 90;
    private static final double MAX_LNG = 180;
    private static final double EARTH_RADIUS = 6_371_000;
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** The place a document's {@code _geo} names, or null when it names none. */
    public static @Nullable GeoPoint of(@Nullable Object geo) {
        if (geo instanceof Map<?, ?> map) {
            Double lat = coordinate(map.get("lat"));
            Double lng = coordinate(map.get("lng"));
            return lat == null || lng == null ? null : new GeoPoint(lat, lng);
        }
        return null;
    }

    private static @Nullable Double coordinate(@Nullable Object value) {
        if (value instanceof JsonNumber number) {
            return number.doubleValue();
        }
        Double parsed = value instanceof String text && NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
        return parsed == null || parsed.isInfinite() ? null : parsed;
    }

    /** What a request is told of a point that lies nowhere, or null. */
    public @Nullable String fault() {
        if (Math.abs(lat) > MAX_LAT) {
            return "Bad latitude `" + JsonNumber.display(lat)
                    + "`. Latitude must be contained between -90 and 90 degrees.";
        }
        if (Math.abs(lng) > MAX_LNG) {
            double turned = lng + MAX_LNG;
            double near = turned - 2 * MAX_LNG * Math.floor(turned / (2 * MAX_LNG)) - MAX_LNG;
            return "Bad longitude `" + JsonNumber.display(lng)
                    + "`. Longitude must be contained between -180 and 180 degrees. Hint: try using `"
                    + JsonNumber.display(near) + "` instead.";
        }
        return null;
    }

    /** The great-circle distance in metres (haversine), to the millimetre. */
    public double distance(GeoPoint other) {
        double phi1 = Math.toRadians(lat);
        double phi2 = Math.toRadians(other.lat);
        double a = Math.pow(StrictMath.sin((phi2 - phi1) / 2), 2)
                + StrictMath.cos(phi1)
                        * StrictMath.cos(phi2)
                        * Math.pow(StrictMath.sin(Math.toRadians(other.lng - lng) / 2), 2);
        double distance = 2 * EARTH_RADIUS * StrictMath.asin(Math.min(1, Math.sqrt(a)));
        return Math.round(distance * 1000) / 1000.0;
    }
}
