package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An index with a few documents, and what each of them should be. Written to by one thread. */
final class Shelf {
    static final int DOCUMENTS = 60;

    private static final int SHARDS = 6;
    private static final Set<String> OPEN = Set.of("enqueued", "processing");

    private final Fleet fleet;
    private final Api miroir;
    private final String uid;
    private final int replicationFactor;
    private volatile Map<String, JsonNode> expected = Map.of();

    private Shelf(Fleet fleet, String uid, int replicationFactor) {
        this.fleet = fleet;
        this.miroir = fleet.miroir();
        this.uid = uid;
        this.replicationFactor = replicationFactor;
    }

    /** Makes and fills it. */
    static Shelf make(Fleet fleet, String uid, int replicationFactor) {
        Shelf shelf = new Shelf(fleet, uid, replicationFactor);
        Api miroir = fleet.miroir();
        miroir.succeed(miroir.post(
                "/_miroir/indexes",
                "{\"uid\":\"" + uid + "\",\"primaryKey\":\"id\",\"shards\":" + SHARDS + ",\"replicationFactor\":"
                        + replicationFactor + "}"));
        miroir.succeed(miroir.json("PUT", "/indexes/" + uid + "/settings/filterable-attributes", "[\"kind\"]"));
        Map<String, JsonNode> all = new TreeMap<>();
        List<String> documents = new ArrayList<>();
        IntStream.range(0, DOCUMENTS).forEach(i -> {
            all.put(id(i), content("first"));
            documents.add(document(id(i), "first"));
        });
        miroir.succeed(miroir.post("/indexes/" + uid + "/documents", documents.toString()));
        shelf.expected = all;
        return shelf;
    }

    static String id(int number) {
        return "d" + number;
    }

    private static ObjectNode content(String text) {
        return Api.JSON.createObjectNode().put("kind", "k").put("text", text);
    }

    private static String document(String id, String text) {
        return content(text).put("id", id).toString();
    }

    String uid() {
        return uid;
    }

    /** Writes a document; the task. */
    long put(String id, String text) {
        Api.Answer answer = miroir.post("/indexes/" + uid + "/documents", "[" + document(id, text) + "]");
        return promised(answer, id, content(text));
    }

    /** Deletes a document; the task. */
    long delete(String id) {
        return promised(miroir.delete("/indexes/" + uid + "/documents/" + id), id, null);
    }

    private long promised(Api.Answer answer, String id, @Nullable JsonNode content) {
        assertThat(answer.status()).as("a write was answered %s", answer.json()).isEqualTo(202);
        Map<String, JsonNode> next = new TreeMap<>(expected);
        if (content == null) {
            next.remove(id);
        } else {
            next.put(id, content);
        }
        expected = next;
        return answer.json().path("taskUid").asLong();
    }

    /** Waits until the task has ended well. */
    void ended(long task, Duration within) {
        JsonNode found = await("the end of task " + task)
                .atMost(within)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> miroir.get("/tasks/" + task).json(),
                        now -> !OPEN.contains(now.path("status").asText()));
        assertThat(found.path("status").asText()).as(found.toString()).isEqualTo("succeeded");
    }

    /** The number of the node with that copy of the document. */
    int node(String id, int rank) {
        JsonNode copies =
                miroir.get("/_miroir/indexes/" + uid + "/locate/" + id).json().path("copies");
        for (JsonNode copy : copies) {
            for (int node = 0;
                    copy.path("rank").asInt() == rank && node < fleet.proxies().size();
                    node++) {
                if (fleet.nodeId(node).equals(copy.path("node").asText())) {
                    return node;
                }
            }
        }
        throw new IllegalStateException(copies.toString());
    }

    /** A search for everything. */
    Api.Answer search() {
        return miroir.post("/indexes/" + uid + "/search", "{\"limit\":1000,\"facets\":[\"kind\"]}");
    }

    /** A list of all documents. */
    Api.Answer list() {
        return miroir.post("/indexes/" + uid + "/documents/fetch", "{\"limit\":1000}");
    }

    /**
     * What is wrong with an answer to a search or a list of documents; null: nothing.
     *
     * @param strictly whether it has to be a whole one; else it may say that it is not
     */
    @Nullable
    String wrong(Api.Answer answer, boolean strictly) {
        String degraded = answer.header("X-Miroir-Degraded");
        if (answer.status() != 200 || degraded != null) {
            return strictly ? "answered " + answer.status() + " " + (degraded == null ? text(answer) : degraded) : null;
        }
        JsonNode body;
        try {
            body = answer.json();
        } catch (UncheckedIOException garbage) {
            return "answered 200 " + garbage.getMessage();
        }
        Map<String, JsonNode> wanted = expected;
        Map<String, JsonNode> found = new TreeMap<>();
        JsonNode documents = body.has("hits") ? body.path("hits") : body.path("results");
        for (JsonNode document : documents) {
            if (found.put(document.path("id").asText(), ChaosWriter.content(document)) != null) {
                return "twice: " + document;
            }
        }
        if (!found.equals(wanted)) {
            return "calls itself whole, but " + difference(found, wanted);
        }
        long total = body.path("estimatedTotalHits").asLong(body.path("total").asLong());
        return total == wanted.size() ? null : "total " + total + " of " + wanted.size();
    }

    private static String text(Api.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String difference(Map<String, JsonNode> found, Map<String, JsonNode> wanted) {
        Set<String> missing = new TreeSet<>(wanted.keySet());
        missing.removeAll(found.keySet());
        Set<String> surplus = new TreeSet<>(found.keySet());
        surplus.removeAll(wanted.keySet());
        Set<String> other = new TreeSet<>();
        wanted.forEach((id, content) -> {
            if (!content.equals(found.getOrDefault(id, content))) {
                other.add(id);
            }
        });
        return missing.size() + " are missing " + missing + ", " + surplus.size() + " should not be there " + surplus
                + ", " + other.size() + " are not as they were written last " + other;
    }

    /** In time everything is well by itself: nodes up, copies in sync, tasks ended, every document right everywhere. */
    void becomesRight(Duration within) {
        await("what becomes of " + uid)
                .atMost(within)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(this::isRight);
    }

    private void isRight() {
        assertThat(health()).as("health of nodes").containsOnly("up");
        assertThat(copies())
                .as("copies of %s that are not in sync or do not serve", uid)
                .isEmpty();
        assertThat(unfinished()).as("tasks that have not ended").isEmpty();
        assertThat(wrong(search(), true)).as("a search of %s", uid).isNull();
        assertThat(inventory()).as("documents of %s", uid).isEmpty();
    }

    /** Of each node. */
    List<String> health() {
        return miroir.get("/_miroir/topology").json().path("nodes").findValuesAsText("health");
    }

    /** What is not as it should be, copy by copy. */
    List<String> copies() {
        List<String> out = new ArrayList<>();
        JsonNode shards = miroir.get("/_miroir/indexes/" + uid + "/shards").json();
        for (JsonNode shard : shards) {
            int serving = 0;
            for (JsonNode copy : shard.path("copies")) {
                if (copy.path("state").asText().equals("inSync")
                        && copy.path("serving").asBoolean()) {
                    serving++;
                } else {
                    out.add(shard.path("shard") + " on " + copy.path("node").asText() + " "
                            + copy.path("state").asText() + " ("
                            + copy.path("reason").asText() + ")");
                }
            }
            if (serving != replicationFactor) {
                out.add(shard.path("shard") + " is served by " + serving);
            }
        }
        return out;
    }

    private List<String> unfinished() {
        List<String> open = new ArrayList<>();
        miroir.get("/tasks?limit=20&statuses=enqueued,processing&indexUids=" + uid)
                .json()
                .path("results")
                .forEach(task -> open.add(task.toString()));
        return open;
    }

    private List<String> inventory() {
        List<String> wrong = new ArrayList<>();
        Map<String, Set<JsonNode>> possible = new TreeMap<>();
        expected.forEach((id, content) -> possible.put(id, Set.of(content)));
        List<Integer> nodes = IntStream.range(0, fleet.proxies().size()).boxed().toList();
        new Inventory(fleet, nodes, wrong::add).compare(uid, possible);
        return wrong;
    }
}
