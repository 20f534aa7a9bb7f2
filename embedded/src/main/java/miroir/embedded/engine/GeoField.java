package miroir.embedded.engine;

import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Checks the {@code _geo} field of documents where it is filterable or sortable. */
final class GeoField {

    private GeoField() {}

    static void check(@Nullable Object geo, String uid, String id) {
        if (geo == null) {
            return;
        }
        String document = " in the document with the id: `\"" + id + "\"`";
        if (!(geo instanceof Map<?, ?> map)) {
            throw error(
                    uid,
                    "The `_geo` field" + document + " is not an object. Was expecting an object with the `_geo.lat` and"
                            + " `_geo.lng` fields but instead got `" + Json.text(geo) + "`.");
        }
        boolean lat = map.containsKey("lat");
        boolean lng = map.containsKey("lng");
        if (!lat || !lng) {
            throw error(
                    uid,
                    "Could not find " + which(!lat, !lng) + document + ". Was expecting "
                            + (lat || lng
                                    ? "a `_geo." + (lat ? "lng" : "lat") + "` field."
                                    : "`_geo.lat` and `_geo.lng` fields."));
        }
        if (GeoPoint.of(map) == null) {
            throw error(uid, unreadable(map, document));
        }
    }

    private static String unreadable(Map<?, ?> map, String document) {
        boolean badLat = GeoPoint.of(Json.object("lat", map.get("lat"), "lng", "0")) == null;
        boolean badLng = GeoPoint.of(Json.object("lat", "0", "lng", map.get("lng"))) == null;
        String got = badLat && badLng
                ? "finite numbers but instead got `" + Json.text(map.get("lat")) + "` and `" + Json.text(map.get("lng"))
                : "a finite number but instead got `" + Json.text(map.get(badLat ? "lat" : "lng"));
        return "Could not parse " + which(badLat, badLng) + document + ". Was expecting " + got + "`.";
    }

    private static String which(boolean lat, boolean lng) {
        return lat && lng ? "latitude nor longitude" : lat ? "latitude" : "longitude";
    }

    private static ApiException error(String uid, String message) {
        return new ApiException("invalid_document_geo_field", "Index `" + uid + "`: " + message);
    }
}
