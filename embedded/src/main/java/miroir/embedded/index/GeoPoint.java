package miroir.embedded.index;

import java.util.Map;
import java.util.regex.Pattern;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** A place on the earth in degrees. */
public record GeoPoint(double lat, double lng) {

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
