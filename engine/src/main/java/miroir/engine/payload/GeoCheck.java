package miroir.engine.payload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.engine.error.RustNumber;
import org.jspecify.annotations.Nullable;

/** The shape of {@code _geo}, as milli's {@code extract/geo} wants it. */
final class GeoCheck {
    private final String index;

    GeoCheck(String index) {
        this.index = index;
    }

    void check(byte[] json, int at, String id) {
        if (json[at] == 'n') {
            return;
        }
        if (json[at] != '{') {
            throw refused("The `_geo` field in the document with the id: `\"" + id
                    + "\"` is not an object. Was expecting an object with the `_geo.lat` and `_geo.lng` fields but"
                    + " instead got `" + CompactJson.text(json, at) + "`.");
        }
        Map<String, Integer> fields = new LinkedHashMap<>();
        JsonText.members(json, at, m -> fields.put(JsonText.string(json, m.keyFrom(), m.keyTo()), m.valueFrom()));
        Integer lat = fields.get("lat");
        Integer lng = fields.get("lng");
        if (lat == null || lng == null) {
            throw refused(missing(lat, lng, id));
        }
        if (fields.size() > 2) {
            throw refused("The `_geo` field in the document with the id: `\"" + id
                    + "\"` contains the following unexpected fields: `" + unexpected(json, fields) + "`.");
        }
        checkNumbers(json, lat, lng, id);
    }

    private static String missing(@Nullable Integer lat, @Nullable Integer lng, String id) {
        String document = " in the document with the id: `\"" + id + "\"`. Was expecting ";
        if (lat == null && lng == null) {
            return "Could not find latitude nor longitude" + document + "`_geo.lat` and `_geo.lng` fields.";
        }
        return lat == null
                ? "Could not find latitude" + document + "a `_geo.lat` field."
                : "Could not find longitude" + document + "a `_geo.lng` field.";
    }

    /** One node removes the two names by swapping with the last, and prints what is left in that order. */
    private static String unexpected(byte[] json, Map<String, Integer> fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        for (String removed : List.of("lat", "lng")) {
            String last = names.remove(names.size() - 1);
            int hole = names.indexOf(removed);
            if (hole >= 0) {
                names.set(hole, last);
            }
        }
        Map<String, String> rest = new LinkedHashMap<>();
        for (String name : names) {
            Integer at = fields.get(name);
            if (at != null) {
                rest.put(name, CompactJson.text(json, at));
            }
        }
        return CompactJson.object(rest);
    }

    private void checkNumbers(byte[] json, int lat, int lng, String id) {
        boolean badLat = !isFinite(json, lat);
        boolean badLng = !isFinite(json, lng);
        String document = " in the document with the id: `\"" + id + "\"`. Was expecting ";
        if (badLat && badLng) {
            throw refused("Could not parse latitude nor longitude" + document + "finite numbers but instead got `"
                    + CompactJson.text(json, lat) + "` and `" + CompactJson.text(json, lng) + "`.");
        }
        if (badLat || badLng) {
            throw refused("Could not parse " + (badLat ? "latitude" : "longitude") + document
                    + "a finite number but instead got `" + CompactJson.text(json, badLat ? lat : lng) + "`.");
        }
    }

    /** Numbers out of range were refused before, so each number here is finite. */
    private static boolean isFinite(byte[] json, int at) {
        if (json[at] == '"') {
            String text = JsonText.string(json, at, JsonText.skipString(json, at));
            return Double.isFinite(RustNumber.parse(text).orElse(Double.NaN));
        }
        return JsonText.startsNumber(json[at]);
    }

    private RefusedDocument refused(String text) {
        return new RefusedDocument("invalid_document_geo_field", "Index `" + index + "`: " + text);
    }
}
