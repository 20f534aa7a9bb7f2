package miroir.engine.sim.light;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** What the embedded node makes of a change of settings: asked once for each body, then remembered. */
final class LightSettings {
    private static final Map<String, Checked> KNOWN = new ConcurrentHashMap<>();

    private LightSettings() {}

    /**
     * A body that was looked at.
     *
     * @param refusal the answer when it is no good
     * @param change in the form that is stored
     */
    record Checked(@Nullable EmbeddedResponse refusal, Map<String, @Nullable Object> change, String json) {}

    static Checked check(byte[] body) {
        return KNOWN.computeIfAbsent(new String(body, StandardCharsets.UTF_8), text -> ask(body));
    }

    private static Checked ask(byte[] body) {
        EmbeddedOptions options = new EmbeddedOptions(null, null, () -> Instant.EPOCH, Runnable::run);
        try (EmbeddedNode node = EmbeddedNode.open(options)) {
            EmbeddedResponse answer = node.handle(new EmbeddedRequest(
                    "PATCH", "/indexes/any/settings", Map.of(), Map.of("content-type", "application/json"), body));
            if (answer.status() != 202) {
                return new Checked(answer, Map.of(), "");
            }
            byte[] task = node.handle(new EmbeddedRequest("GET", "/tasks/0", Map.of(), Map.of(), new byte[0]))
                    .body();
            Object details = Json.asObject(Json.trusted(task)).getOrDefault("details", Map.of());
            return new Checked(null, Json.asObject(details), Json.text(details));
        }
    }
}
