package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls one after the other, and what each was answered. */
final class Steps {
    /** Times, sizes and what else no two runs share. */
    private static final Set<String> VARYING = Set.of(
            "enqueuedAt",
            "startedAt",
            "finishedAt",
            "createdAt",
            "updatedAt",
            "duration",
            "processingTimeMs",
            "requestUid",
            "rawDocumentDbSize",
            "avgDocumentSize",
            "lastUpdate",
            "databaseSize",
            "usedDatabaseSize");

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final Api api;
    private final List<Line> lines = new ArrayList<>();

    Steps(Api api) {
        this.api = api;
    }

    /** What one step was answered: its status and body, without what varies. */
    record Line(String step, String answer) {}

    /** The steps that two runs were answered differently; texts of JSON parsers are each their own. */
    static List<String> differences(List<Line> one, List<Line> other) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            String plain = one.get(i).answer();
            String given = other.get(i).answer();
            if (!plain.equals(given) && !(isMalformed(plain) && isMalformed(given))) {
                differences.add("\n" + one.get(i).step() + "\n   " + plain + "\n   " + given);
            }
        }
        return differences;
    }

    private static boolean isMalformed(String answer) {
        return answer.startsWith("400") && answer.contains("\"code\":\"malformed_payload\"");
    }

    void get(String path) {
        step("GET", path, null, null);
    }

    void post(String path, String body) {
        step("POST", path, JSON, body);
    }

    void json(String method, String path, @Nullable String body) {
        step(method, path, body == null ? null : JSON, body);
    }

    /** Adds documents whose primary key is {@code id}. */
    void documents(String index, String... documents) {
        step("POST", "/indexes/" + index + "/documents?primaryKey=id", NDJSON, String.join("\n", documents));
    }

    void step(String method, String path, @Nullable String type, @Nullable String body) {
        String name = method + " " + path + (body == null ? "" : " " + (body.length() > 90 ? body.hashCode() : body));
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        Api.Answer answer = send(method, path, type, bytes);
        String said = answer.status() + " " + text(answer);
        String then = answer.status() == 202 ? " => " + fixed(api.await(answer)) : "";
        lines.add(new Line(name, said + then));
    }

    /** Makes a task and does not wait for it: it may be queued behind others. */
    void enqueue(String method, String path, String body) {
        lines.add(new Line(method + " " + path + " " + body, text(api.json(method, path, body))));
    }

    /** Notes something else that both should agree on. */
    void note(String what, Object found) {
        lines.add(new Line(what, found.toString()));
    }

    Api api() {
        return api;
    }

    List<Line> lines() {
        return lines;
    }

    private static String text(Api.Answer answer) {
        byte[] body = answer.body();
        boolean json = body.length > 0 && (body[0] == '{' || body[0] == '[');
        return json ? fixed(Comparison.tree(answer)).toString() : new String(body, StandardCharsets.UTF_8);
    }

    /** A node may close the connection after a request that it refused before it had read all of it. */
    private Api.Answer send(String method, String path, @Nullable String type, byte @Nullable [] body) {
        try {
            return api.send(method, path, type, body, Map.of());
        } catch (UncheckedIOException closed) {
            return api.send(method, path, type, body, Map.of());
        }
    }

    private static JsonNode fixed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (VARYING.contains(member.getKey()) && !member.getValue().isNull()) {
                    member.setValue(object.textNode("…"));
                }
            });
        }
        node.forEach(Steps::fixed);
        return node;
    }
}
