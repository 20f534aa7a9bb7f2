package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * A node that keeps everything in maps. It answers byte for byte what the embedded node answers, but only the requests
 * that Miroir sends; any other is an {@link AssertionError}, so that nothing is silently different.
 */
public final class LightNode {
    private final LightTasks tasks;
    private final LightWrites writes;
    private final LightReads reads;
    private final LightIndexes indexes;

    /**
     * An empty node.
     *
     * @param executor runs the tasks, each accepted task one step
     * @param maxFields how many names of fields an index takes
     */
    public LightNode(InstantSource clock, Executor executor, int maxFields) {
        this.tasks = new LightTasks(clock, executor);
        this.indexes = new LightIndexes(maxFields);
        this.writes = new LightWrites(tasks, indexes, clock);
        this.reads = new LightReads(tasks, indexes);
    }

    /** Answers one call. */
    public EmbeddedResponse handle(EmbeddedRequest request) {
        try {
            return route(request);
        } catch (ApiException e) {
            return answer(e.status(), Json.bytes(e.body()));
        }
    }

    /** The same, but the task that it makes fails through no fault of its own. */
    public EmbeddedResponse handleInVain(EmbeddedRequest request) {
        tasks.spoil(true);
        EmbeddedResponse answer = handle(request);
        tasks.spoil(false);
        return answer;
    }

    /** Silently loses the documents of an index, as a bad disk does. */
    public void lose(String uid) {
        indexes.index(uid).documents.clear();
    }

    /** Silently has another setting. */
    public void set(String uid, String settings) {
        indexes.index(uid).change(LightSettings.check(settings.getBytes(UTF_8)).change(), uid);
    }

    /** Silently has another primary key. */
    public void key(String uid, String primaryKey) {
        indexes.index(uid).primaryKey = primaryKey;
    }

    /** Silently loses an index. */
    public void drop(String uid) {
        indexes.delete(uid);
    }

    private EmbeddedResponse route(EmbeddedRequest request) {
        String[] path = request.path().split("/", -1);
        String shape = shape(request.method(), path);
        return switch (shape) {
            case "GET /health" -> ok("{\"status\":\"available\"}");
            case "GET /version" ->
                ok("{\"commitSha\":\"embedded\",\"commitDate\":\"1970-01-01T00:00:00Z\",\"pkgVersion\":\"1.50.0\"}");
            case "GET /stats" -> ok(reads.stats());
            case "GET /tasks" -> answer(200, reads.tasks(request));
            case "GET /tasks/*" -> answer(200, reads.task(path[2]));
            case "GET /indexes" -> ok(reads.indexes(request));
            case "GET /indexes/*" -> ok(reads.index(path[2]).json(path[2]));
            case "GET /indexes/*/stats" -> ok(reads.index(path[2]).statsJson());
            case "GET /indexes/*/settings" -> answer(200, reads.index(path[2]).settingsJson());
            case "GET /indexes/*/documents" -> answer(200, reads.list(path[2], request));
            case "GET /indexes/*/documents/*" -> answer(200, reads.document(path[2], path[4], request));
            case "POST /indexes/*/documents/fetch" -> answer(200, reads.fetch(path[2], request));
            case "POST /indexes/*/search" -> answer(200, LightSearch.run(reads, path[2], request));
            default -> writes.route(shape, path, request);
        };
    }

    /** The call with a star for what names something. */
    private static String shape(String method, String[] path) {
        StringBuilder shape = new StringBuilder(method).append(' ');
        Set<String> verbs = Set.of("fetch", "delete", "delete-batch");
        for (int i = 1; i < path.length; i++) {
            boolean name = i == 2 || (i == 4 && !(method.equals("POST") && verbs.contains(path[i])));
            shape.append('/').append(name ? "*" : path[i]);
        }
        return shape.toString();
    }

    static EmbeddedResponse ok(String json) {
        return answer(200, json.getBytes(UTF_8));
    }

    static EmbeddedResponse answer(int status, byte[] json) {
        return new EmbeddedResponse(status, "application/json", json);
    }

    /** The JSON object of a call's body, of which only some fields are known. */
    static Map<String, @Nullable Object> body(EmbeddedRequest request, String... known) {
        Map<String, @Nullable Object> body = Json.asObject(json(request));
        require(List.of(known).containsAll(body.keySet()), "the fields of", request);
        return body;
    }

    static @Nullable Object json(EmbeddedRequest request) {
        require("application/json".equals(request.headers().get("content-type")), "the type of", request);
        try {
            return Json.parse(request.body());
        } catch (IOException e) {
            throw new AssertionError(describe(request), e);
        }
    }

    static int number(Map<String, @Nullable Object> body, String name, int standard) {
        Object value = body.get(name);
        return value == null ? standard : Integer.parseInt(((JsonNumber) value).text());
    }

    /** The one value of a parameter, or null; only some parameters are known. */
    static @Nullable String parameter(EmbeddedRequest request, String name, String... known) {
        require(Arrays.asList(known).containsAll(request.query().keySet()), "the parameters of", request);
        List<String> values = request.query().get(name);
        return values == null ? null : values.get(0);
    }

    static void require(boolean known, String what, @Nullable Object it) {
        if (!known) {
            throw unknown(what, it);
        }
    }

    static AssertionError unknown(String what, @Nullable Object it) {
        Object named = it instanceof EmbeddedRequest request ? describe(request) : it;
        return new AssertionError("the light node does not know " + what + " " + named);
    }

    private static String describe(EmbeddedRequest request) {
        return request.method() + " " + request.path() + " " + request.query() + " "
                + new String(request.body(), UTF_8);
    }
}
