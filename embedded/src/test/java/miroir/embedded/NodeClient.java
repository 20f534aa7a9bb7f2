package miroir.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import miroir.embedded.index.FieldNames;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Calls an in-process node whose tasks run at once, or when the test says so. */
final class NodeClient implements AutoCloseable {

    private final EmbeddedNode node;
    private final List<Runnable> steps = new ArrayList<>();

    private NodeClient(@Nullable Path data, @Nullable String key, boolean stepped) {
        this(data, key, stepped, FieldNames.MOST);
    }

    private NodeClient(@Nullable Path data, @Nullable String key, boolean stepped, int maxFields) {
        Executor executor = stepped ? steps::add : Runnable::run;
        this.node = EmbeddedNode.open(
                new EmbeddedOptions(data, key, () -> Instant.parse("2026-01-02T03:04:05Z"), executor, maxFields));
    }

    static NodeClient direct() {
        return new NodeClient(null, null, false);
    }

    static NodeClient stepped() {
        return new NodeClient(null, null, true);
    }

    static NodeClient in(Path data, boolean stepped) {
        return new NodeClient(data, null, stepped);
    }

    static NodeClient withKey(String key) {
        return new NodeClient(null, key, false);
    }

    static NodeClient withFields(int maxFields) {
        return new NodeClient(null, null, false, maxFields);
    }

    /** Runs the oldest step that was not run. */
    void step() {
        steps.remove(0).run();
    }

    EmbeddedResponse send(String method, String target, Map<String, String> headers, String body) {
        int mark = target.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.computeIfAbsent(parts[0], unused -> new ArrayList<>()).add(parts[1]);
            }
        }
        String path = mark < 0 ? target : target.substring(0, mark);
        return node.handle(new EmbeddedRequest(method, path, query, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The body of the answer, with quotes as in JSON. */
    String call(String method, String target, String body) {
        return text(send(method, target, Map.of("content-type", "application/json"), body));
    }

    String get(String target) {
        return text(send("GET", target, Map.of(), ""));
    }

    static String text(EmbeddedResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    Map<String, @Nullable Object> json(String method, String target, String body) {
        return Json.asObject(Json.trusted(call(method, target, body).getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a write and gives back its task. */
    Map<String, @Nullable Object> write(String method, String target, String body) {
        JsonNumber uid =
                (JsonNumber) Objects.requireNonNull(json(method, target, body).get("taskUid"));
        return json("GET", "/tasks/" + uid.text(), "");
    }

    List<Map<String, @Nullable Object>> hits(String index, String search) {
        List<Map<String, @Nullable Object>> hits = new ArrayList<>();
        Object found = json("POST", "/indexes/" + index + "/search", search).get("hits");
        ((List<?>) Objects.requireNonNull(found)).forEach(hit -> hits.add(Json.asObject(hit)));
        return hits;
    }

    List<String> ids(String index, String search) {
        return hits(index, search).stream().map(hit -> Json.text(hit.get("id"))).toList();
    }

    @Override
    public void close() {
        node.close();
    }
}
