package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each test works on an index of its own; all nodes are up again when it ends. */
final class NodeLossIT {
    private static final int DOCUMENTS = 200;

    private static @Nullable Fleet started;

    @BeforeAll
    static void start() {
        started = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 4, 2, 32, true));
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static Fleet fleet() {
        return Objects.requireNonNull(started);
    }

    private static Api miroir() {
        return fleet().miroir();
    }

    @Test
    void a_killed_node_is_not_missed_and_serves_again_when_it_missed_nothing() {
        create("steady", 0, DOCUMENTS);
        fleet().nodeProgram(1).kill();
        for (int i = 0; i < 20; i++) {
            assertComplete("steady", DOCUMENTS);
        }
        fleet().restartNode(1);
        fleet().awaitNodesUp();
        assertThat(states("steady", 1)).containsOnly("inSync");
        Api.until("node 1 serves again", () -> serving("steady", 1) > 0);
        assertComplete("steady", DOCUMENTS);
    }

    @Test
    void a_node_killed_under_a_stream_of_multi_searches_costs_no_answer() {
        create("streamed", 0, DOCUMENTS);
        create("beside", 0, DOCUMENTS / 2);
        String queries = "{\"queries\":[{\"indexUid\":\"streamed\",\"limit\":500,\"facets\":[\"kind\"]},"
                + "{\"indexUid\":\"beside\",\"q\":\"title\",\"limit\":500},{\"indexUid\":\"streamed\",\"limit\":0}]}";
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        List<Thread> stream = Stream.generate(() -> new Thread(() -> {
                    while (!over.get()) {
                        Api.Answer answer = miroir().post("/multi-search", queries);
                        JsonNode results = answer.json().path("results");
                        boolean whole = answer.status() == 200
                                && answer.header("X-Miroir-Degraded") == null
                                && results.path(0).path("hits").size() == DOCUMENTS
                                && results.path(1).path("hits").size() == DOCUMENTS / 2
                                && results.path(2).path("estimatedTotalHits").asInt() == DOCUMENTS;
                        if (!whole) {
                            wrong.add(answer.status() + " " + answer.header("X-Miroir-Degraded"));
                        }
                        answers.incrementAndGet();
                    }
                }))
                .limit(3)
                .toList();
        stream.forEach(Thread::start);
        try {
            awaitAnswers(answers, 100);
            fleet().nodeProgram(3).kill();
            awaitAnswers(answers, 300);
            fleet().restartNode(3);
            fleet().awaitNodesUp();
            awaitAnswers(answers, 400);
        } finally {
            over.set(true);
        }
        assertThat(wrong).isEmpty();
    }

    private static void awaitAnswers(AtomicInteger answers, int more) {
        int enough = answers.get() + more;
        Api.until(more + " more answers", () -> answers.get() >= enough);
    }

    @Test
    void writes_go_on_without_a_node_and_its_copies_are_synced_after() {
        create("written", 0, DOCUMENTS);
        Instant kill = Instant.now();
        fleet().nodeProgram(2).kill();
        add("written", DOCUMENTS, 2 * DOCUMENTS);
        miroir().succeed(miroir().json("PUT", "/indexes/written/documents", "[{\"id\":7,\"title\":\"changed\"}]"));
        miroir().succeed(miroir().delete("/indexes/written/documents/8"));
        assertThat(found("written", 2 * DOCUMENTS)).doesNotContain(8).hasSize(2 * DOCUMENTS - 1);
        fleet().restartNode(2);
        fleet().awaitNodesUp();
        Api.until("what node 2 missed is synced", () -> {
            assertThat(found("written", 2 * DOCUMENTS)).doesNotContain(8).hasSize(2 * DOCUMENTS - 1);
            return states("written", 2).equals(Set.of("inSync"));
        });
        assertThat(copies("written", 2)).anyMatch(copy -> isSince(copy, kill));
        assertThat(miroir().get("/indexes/written/documents/7")
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("changed");
        assertThat(miroir().get("/indexes/written/documents/8").status()).isEqualTo(404);
        add("written", 2 * DOCUMENTS, 3 * DOCUMENTS);
        assertThat(found("written", 3 * DOCUMENTS)).hasSize(3 * DOCUMENTS - 1);
    }

    @Test
    void a_wiped_node_serves_nothing_of_what_it_lost() throws IOException {
        create("wiped", 0, DOCUMENTS);
        Instant kill = Instant.now();
        fleet().nodeProgram(3).kill();
        delete(fleet().folder().resolve("node-3"));
        fleet().restartNode(3);
        Api.until("all that node 3 lost is synced anew", () -> {
            assertComplete("wiped", DOCUMENTS);
            return copies("wiped", 3)
                    .allMatch(copy -> copy.path("state").asText().equals("inSync") && isSince(copy, kill));
        });
        fleet().awaitNodesUp();
        miroir().succeed(miroir().delete("/indexes/wiped/documents/8"));
        add("wiped", DOCUMENTS, DOCUMENTS + 50);
        assertThat(found("wiped", DOCUMENTS + 50)).doesNotContain(8).hasSize(DOCUMENTS + 49);
        create("after", 0, 40);
        assertThat(states("after", 3)).containsOnly("inSync");
        assertComplete("after", 40);
    }

    @Test
    void an_index_made_without_a_node_is_whole_before_and_after_its_return() {
        fleet().nodeProgram(0).kill();
        Api.until("node 0 is seen down", () -> health(0).equals("down"));
        create("young", 0, DOCUMENTS);
        assertComplete("young", DOCUMENTS);
        fleet().restartNode(0);
        fleet().awaitNodesUp();
        add("young", DOCUMENTS, DOCUMENTS + 50);
        assertComplete("young", DOCUMENTS + 50);
    }

    @Test
    void a_node_that_hangs_costs_time_but_no_document() throws IOException, InterruptedException {
        create("hanging", 0, DOCUMENTS);
        signal("STOP", fleet().nodeProgram(1).pid());
        try {
            for (int i = 0; i < 5; i++) {
                assertComplete("hanging", DOCUMENTS);
            }
            Api.until("the hanging node is seen", () -> !health(1).equals("up"));
            assertComplete("hanging", DOCUMENTS);
        } finally {
            signal("CONT", fleet().nodeProgram(1).pid());
        }
        fleet().awaitNodesUp();
        assertThat(states("hanging", 1)).containsOnly("inSync");
        assertComplete("hanging", DOCUMENTS);
    }

    @Test
    void without_a_second_copy_the_answer_says_what_is_missing() {
        try (Fleet lone = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 1, 8, true))) {
            Api api = lone.miroir();
            api.succeed(api.post("/indexes", "{\"uid\":\"lone\",\"primaryKey\":\"id\"}"));
            api.succeed(api.post("/indexes/lone/documents", documents(0, DOCUMENTS)));
            lone.nodeProgram(1).kill();
            Api.Answer part = api.post("/indexes/lone/search", "{\"limit\":1000}");
            assertThat(part.status()).isEqualTo(200);
            Set<Integer> missing = new TreeSet<>();
            part.json().path("_miroir").path("missingShards").forEach(shard -> missing.add(shard.asInt()));
            assertThat(missing).isNotEmpty().hasSizeLessThan(8);
            assertThat(part.header("X-Miroir-Degraded"))
                    .isEqualTo("shards=" + missing.stream().map(String::valueOf).collect(Collectors.joining(",")));
            long expected = IntStream.range(0, DOCUMENTS)
                    .filter(id -> !missing.contains(shard(api, "lone", id)))
                    .count();
            assertThat(part.json().path("hits")).hasSize((int) expected);
            assertRefused(api.send(
                    "POST",
                    "/indexes/lone/search",
                    "application/json",
                    "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    Map.of("X-Miroir-Policy", "error")));
            assertRefused(api.get("/indexes/lone/documents"));
            assertRefused(api.post("/indexes/lone/documents/fetch", "{}"));
            assertRefused(api.get("/indexes/lone/stats"));
            for (int id = 0; id < 20; id++) {
                int status = api.get("/indexes/lone/documents/" + id).status();
                assertThat(status).isEqualTo(missing.contains(shard(api, "lone", id)) ? 503 : 200);
            }
            lone.restartNode(1);
            lone.awaitNodesUp();
            Api.Answer whole = api.post("/indexes/lone/search", "{\"limit\":1000}");
            assertThat(whole.header("X-Miroir-Degraded")).isNull();
            assertThat(whole.json().path("hits")).hasSize(DOCUMENTS);
        }
    }

    private static void assertRefused(Api.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("code").asText()).isEqualTo("miroir_shards_unavailable");
        assertThat(answer.header("Retry-After")).isNotNull();
    }

    private static int shard(Api api, String index, int id) {
        return api.get("/_miroir/indexes/" + index + "/locate/" + id)
                .json()
                .path("shard")
                .asInt();
    }

    private static void create(String index, int from, int to) {
        miroir().succeed(miroir().post("/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\"}"));
        miroir().succeed(miroir().json(
                        "PATCH", "/indexes/" + index + "/settings", "{\"filterableAttributes\":[\"kind\"]}"));
        add(index, from, to);
    }

    private static void add(String index, int from, int to) {
        miroir().succeed(miroir().post("/indexes/" + index + "/documents", documents(from, to)));
    }

    private static String documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{\"id\":" + id + ",\"title\":\"title " + id + "\",\"kind\":\"k" + id % 3 + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void assertComplete(String index, int documents) {
        assertThat(found(index, documents))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, documents).boxed().toList());
    }

    /** The ids a search finds; each must come once, and all counts must agree. */
    private static List<Integer> found(String index, int atMost) {
        Api.Answer answer = miroir().post(
                        "/indexes/" + index + "/search", "{\"limit\":" + (atMost + 10) + ",\"facets\":[\"kind\"]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Miroir-Degraded")).isNull();
        JsonNode body = answer.json();
        List<Integer> ids = Stream.iterate(0, i -> i + 1)
                .limit(body.path("hits").size())
                .map(i -> body.path("hits").path(i).path("id").asInt())
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(body.path("estimatedTotalHits").asInt()).isEqualTo(ids.size());
        int faceted = 0;
        for (JsonNode count : body.path("facetDistribution").path("kind")) {
            faceted += count.asInt();
        }
        assertThat(faceted).isBetween(ids.size() - 1, ids.size());
        assertThat(miroir().get("/indexes/" + index + "/documents?limit=0")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(ids.size());
        assertThat(miroir().get("/indexes/" + index + "/stats")
                        .json()
                        .path("numberOfDocuments")
                        .asInt())
                .isEqualTo(ids.size());
        return ids;
    }

    private static Set<String> states(String index, int node) {
        return copies(index, node).map(copy -> copy.path("state").asText()).collect(Collectors.toSet());
    }

    private static boolean isSince(JsonNode copy, Instant instant) {
        return Instant.parse(copy.path("since").asText()).isAfter(instant);
    }

    private static long serving(String index, int node) {
        return copies(index, node)
                .filter(copy -> copy.path("serving").asBoolean())
                .count();
    }

    private static Stream<JsonNode> copies(String index, int node) {
        JsonNode shards = miroir().get("/_miroir/indexes/" + index + "/shards").json();
        Stream.Builder<JsonNode> copies = Stream.builder();
        for (JsonNode shard : shards) {
            for (JsonNode copy : shard.path("copies")) {
                if (copy.path("node").asText().equals(fleet().nodeId(node))) {
                    copies.add(copy);
                }
            }
        }
        return copies.build();
    }

    private static String health(int node) {
        return miroir().get("/_miroir/topology")
                .json()
                .path("nodes")
                .path(node)
                .path("health")
                .asText();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
