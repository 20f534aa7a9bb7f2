package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** The switches of experimental features; all off at the start. */
public final class Features {

    static final List<String> NAMES = List.of(
            "metrics",
            "logsRoute",
            "editDocumentsByFunction",
            "containsFilter",
            "dynamicSearchRules",
            "network",
            "getTaskDocumentsRoute",
            "taskQueueCompactionRoute",
            "compositeEmbedders",
            "chatCompletions",
            "multimodal",
            "foreignKeys",
            "disableDocumentsFetchQueue",
            "legacySearch",
            "renderRoute");

    private final Map<String, Boolean> on = new ConcurrentHashMap<>();

    boolean isOn(String name) {
        return on.getOrDefault(name, false);
    }

    void set(String name, boolean value) {
        on.put(name, value);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = Json.object();
        NAMES.forEach(name -> json.put(name, isOn(name)));
        return json;
    }
}
