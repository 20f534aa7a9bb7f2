package miroir.embedded.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.Document;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Checks the {@code _geo} field of documents: of new ones where it is filterable or sortable, of all that are there when
 * settings change or a primary key is set, whatever that changes.
 */
public final class GeoField {

    private GeoField() {}

    static void check(Collection<Document> documents, String uid) {
        for (Document document : documents) {
            if (Json.fieldNames(document.json()).contains("_geo")) {
                check(document.tree().get("_geo"), uid, document.id().text());
            }
        }
    }

    /** Fails when a document's field is no place. */
    public static void check(@Nullable Object geo, String uid, String id) {
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
        requireBoth(map, uid, document);
        if (map.size() > 2) {
            throw error(
                    uid,
                    "The `_geo` field" + document + " contains the following unexpected fields: `"
                            + Json.text(others(map)) + "`.");
        }
        if (GeoPoint.of(map) == null) {
            throw error(uid, unreadable(map, document));
        }
    }

    private static void requireBoth(Map<?, ?> geo, String uid, String document) {
        boolean lat = geo.containsKey("lat");
        boolean lng = geo.containsKey("lng");
        if (!lat || !lng) {
            throw error(
                    uid,
                    "Could not find " + which(!lat, !lng) + document + ". Was expecting "
                            + (lat || lng
                                    ? "a `_geo." + (lat ? "lng" : "lat") + "` field."
                                    : "`_geo.lat` and `_geo.lng` fields."));
        }
    }

    private static Map<?, ?> others(Map<?, ?> geo) {
        Map<?, ?> others = new LinkedHashMap<>(geo);
        others.remove("lat");
        others.remove("lng");
        return others;
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
