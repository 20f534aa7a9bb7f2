package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;

/** The settings a client has set: one JSON object that holds only those, changed by patches. */
public final class ClientSettings {
    /** Nothing set. */
    public static final String NONE = "{}";

    private static final Set<SettingKey> MERGED =
            Set.of(SettingKey.TYPO_TOLERANCE, SettingKey.FACETING, SettingKey.PAGINATION, SettingKey.CHAT);

    private ClientSettings() {}

    /** Reads and checks the body of {@code PATCH /settings}; throws with Meilisearch's codes and texts. */
    public static ObjectNode patch(byte[] body) {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(SettingKey.NAMES, (name, value) -> {
            SettingKey key = SettingKey.ofWire(name);
            if (key != null) {
                patch.set(name, key.check(value));
            }
        });
        return patch;
    }

    /** Reads and checks the body of a write on one setting's own route, as a patch of that setting. */
    public static ObjectNode patch(SettingKey key, byte[] body) {
        JsonNode value = key.check(BodyValue.parse(body, key.code()));
        return Json.MAPPER.createObjectNode().set(key.wire(), value);
    }

    /** The patch that resets one setting. */
    public static ObjectNode reset(SettingKey key) {
        return Json.MAPPER.createObjectNode().putNull(key.wire());
    }

    /** The patch that resets everything. */
    public static ObjectNode resetAll() {
        ObjectNode patch = Json.MAPPER.createObjectNode();
        SettingKey.NAMES.forEach(patch::putNull);
        return patch;
    }

    /** The patch as its task shows it: what stands for all attributes is spelled out. */
    public static ObjectNode details(ObjectNode patch) {
        ObjectNode shown = patch.deepCopy();
        for (SettingKey key : List.of(SettingKey.DISPLAYED_ATTRIBUTES, SettingKey.SEARCHABLE_ATTRIBUTES)) {
            if (shown.path(key.wire()).isNull()) {
                shown.putArray(key.wire()).add("*");
            }
        }
        return shown;
    }

    /**
     * The stored settings after a checked patch: null resets a setting or a member of one. Throws when old and new
     * members contradict each other, which Meilisearch reports as the failure of the task.
     */
    public static String merge(String stored, JsonNode patch) {
        ObjectNode settings = (ObjectNode) Json.read(stored);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            SettingKey key = SettingKey.ofWire(change.getKey());
            if (MERGED.contains(key) && change.getValue().isObject()) {
                mergeInto(settings.withObjectProperty(change.getKey()), change.getValue());
            } else {
                set(settings, change.getKey(), change.getValue());
            }
        }
        String fault = ObjectChecks.wordSizeFault(
                full(settings.deepCopy()).path("typoTolerance").path("minWordSizeForTypos"));
        if (fault != null) {
            throw new ApiException(ErrorCode.INVALID_SETTINGS_TYPO_TOLERANCE, fault);
        }
        return settings.toString();
    }

    /** What {@code GET /settings} answers. */
    public static ObjectNode full(String stored) {
        return full((ObjectNode) Json.read(stored));
    }

    /** What the GET of one setting's own route answers. */
    public static JsonNode sub(String stored, SettingKey key) {
        JsonNode value = full(stored).get(key.wire());
        return value == null ? Json.MAPPER.nullNode() : value;
    }

    private static ObjectNode full(ObjectNode stored) {
        ObjectNode full = Json.MAPPER.createObjectNode();
        for (SettingKey key : SettingKey.values()) {
            JsonNode value = key.standard();
            JsonNode set = stored.get(key.wire());
            if (set != null && set.isObject() && value != null && MERGED.contains(key)) {
                mergeInto((ObjectNode) value, set);
            } else if (set != null) {
                value = set;
            }
            if (value != null) {
                full.set(key.wire(), value);
            }
        }
        showDefaultFacetOrder(full);
        return full;
    }

    /** Meilisearch names the order of all other facets even when the client left it out. */
    private static void showDefaultFacetOrder(ObjectNode full) {
        ObjectNode faceting = (ObjectNode) full.path("faceting");
        ObjectNode orders = (ObjectNode) faceting.path("sortFacetValuesBy");
        if (!orders.has("*")) {
            TreeMap<String, JsonNode> all = new TreeMap<>(ValueChecks.BYTE_ORDER);
            orders.put("*", "alpha").properties().forEach(order -> all.put(order.getKey(), order.getValue()));
            faceting.set("sortFacetValuesBy", Json.MAPPER.createObjectNode().setAll(all));
        }
    }

    private static void mergeInto(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            boolean nested = change.getKey().equals("minWordSizeForTypos")
                    && change.getValue().isObject();
            if (nested) {
                mergeInto(target.withObjectProperty(change.getKey()), change.getValue());
            } else {
                set(target, change.getKey(), change.getValue());
            }
        }
    }

    private static void set(ObjectNode target, String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
        } else {
            target.set(name, value);
        }
    }
}
