package miroir.embedded.engine;

import java.util.Map;
import miroir.embedded.error.ApiException;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** Checks the {@code _geo} field of documents where it is filterable or sortable. */
final class GeoField {

    private GeoField() {}

    static void check(@Nullable Object geo, String id) {
        if (geo == null) {
            return;
        }
        if (!(geo instanceof Map<?, ?> map)) {
            throw error("The `_geo` field in the document with the id: `" + id + "` is not an object. Was expecting an"
                    + " object with the `_geo.lat` and `_geo.lng` fields but instead got `" + Json.text(geo) + "`.");
        }
        if (map.containsKey("lat") != map.containsKey("lng") || !map.containsKey("lat")) {
            String missing = map.containsKey("lat")
                    ? "longitude in the document with the id: `" + id + "`. Was expecting a `_geo.lng` field."
                    : map.containsKey("lng")
                            ? "latitude in the document with the id: `" + id + "`. Was expecting a `_geo.lat` field."
                            : "latitude nor longitude in the document with the id: `" + id
                                    + "`. Was expecting `_geo.lat` and `_geo.lng` fields.";
            throw error("Could not find " + missing);
        }
        if (GeoPoint.of(map) == null) {
            throw error("Could not parse latitude or longitude in the document with the id: `" + id
                    + "`. Was expecting finite numbers but instead got `" + Json.text(map.get("lat")) + "` and `"
                    + Json.text(map.get("lng")) + "`.");
        }
    }

    private static ApiException error(String message) {
        return new ApiException("invalid_document_geo_field", message);
    }
}
