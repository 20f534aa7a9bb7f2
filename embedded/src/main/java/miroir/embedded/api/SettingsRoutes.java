package miroir.embedded.api;

import java.util.LinkedHashMap;
import java.util.Map;
import miroir.embedded.json.Json;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.Operation;
import org.jspecify.annotations.Nullable;

/** Reading and changing the settings of an index, whole or one by one. */
final class SettingsRoutes {

    private final Context context;

    SettingsRoutes(Context context) {
        this.context = context;
    }

    Reply route(Call call) {
        String uid = call.segment(1);
        if (call.segments().size() == 3) {
            return switch (call.method()) {
                case "GET" ->
                    Reply.of(200, context.engine().index(uid).settings().tree());
                case "PATCH" -> patch(call, uid);
                case "DELETE" -> reset(uid);
                default -> Reply.empty(405);
            };
        }
        String name = SettingNames.ofPath(call.segment(3));
        if (name == null || call.segments().size() > 4) {
            return Reply.empty(404);
        }
        String verb = SettingNames.PATCHED.contains(name) ? "PATCH" : "PUT";
        if (call.method().equals("GET")) {
            return Reply.of(200, context.engine().index(uid).settings().tree().get(name));
        }
        if (call.method().equals("DELETE")) {
            boolean shown = name.equals("displayedAttributes") || name.equals("searchableAttributes");
            return change(uid, Json.object(name, shown ? SettingsCheck.normalize(name, null, "") : null), true);
        }
        if (!call.method().equals(verb)) {
            return Reply.empty(405);
        }
        Object value = SettingsCheck.normalize(name, Body.json(call), "");
        return change(uid, Json.object(name, value), false);
    }

    private Reply patch(Call call, String uid) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        Map<String, @Nullable Object> body = Values.object(Body.json(call));
        Values.requireKnown("field", body.keySet(), SettingNames.ALL);
        for (String name : SettingNames.ALL) {
            if (body.containsKey(name)) {
                change.put(name, SettingsCheck.normalize(name, body.get(name), "." + name));
            }
        }
        return change(uid, change, false);
    }

    private Reply reset(String uid) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        for (String name : SettingNames.ALL) {
            change.put(name, SettingsCheck.normalize(name, null, "." + name));
        }
        return change(uid, change, true);
    }

    private Reply change(String uid, Map<String, @Nullable Object> change, boolean delete) {
        Operation operation = Operation.of("settings", Json.object("change", change, "delete", delete));
        return context.accept(202, new NewTask(uid, "settingsUpdate", change, null, operation));
    }
}
