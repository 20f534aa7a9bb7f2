package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The headers that only Miroir knows, on requests that read. */
final class ReadHeadersIT {
    private static final String AFTER = "X-Miroir-After-Task";
    private static final String TIMING = "X-Miroir-Timing";

    private static @Nullable Fleet started;

    @BeforeAll
    static void start() {
        started = Fleet.start(Fleet.Shape.embedded(1, 2, 2));
        miroir().succeed(miroir().post("/indexes", "{\"uid\":\"films\",\"primaryKey\":\"id\"}"));
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static Api miroir() {
        Fleet fleet = started;
        if (fleet == null) {
            throw new IllegalStateException("not started");
        }
        return fleet.miroir();
    }

    private static Api.Answer get(String path, Map<String, String> headers) {
        return miroir().send("GET", path, null, null, headers);
    }

    private static Api.Answer post(String path, String body, Map<String, String> headers) {
        return miroir().send("POST", path, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Map<String, String> afterWriting(int version) {
        String documents = "[{\"id\":" + version + ",\"title\":\"written as number " + version + "\"}]";
        return Map.of(
                AFTER,
                miroir().post("/indexes/films/documents", documents)
                        .json()
                        .path("taskUid")
                        .asText());
    }

    @Test
    void every_read_sees_the_task_it_names() {
        for (int i = 0; i < 5; i++) {
            int id = 10 * i;
            assertThat(get("/indexes/films/documents/" + id, afterWriting(id)).json())
                    .hasToString("{\"id\":" + id + ",\"title\":\"written as number " + id + "\"}");
            assertThat(get("/indexes/films/documents?limit=1000", afterWriting(id + 1))
                            .json()
                            .findValuesAsText("id"))
                    .contains("" + (id + 1));
            assertThat(post("/indexes/films/documents/fetch", "{\"limit\":1000}", afterWriting(id + 2))
                            .json()
                            .findValuesAsText("id"))
                    .contains("" + (id + 2));
            assertThat(post("/indexes/films/search", "{\"q\":\"" + (id + 3) + "\"}", afterWriting(id + 3))
                            .json()
                            .findValuesAsText("id"))
                    .contains("" + (id + 3));
            assertThat(get("/indexes/films/search?q=" + (id + 4), afterWriting(id + 4))
                            .json()
                            .findValuesAsText("id"))
                    .contains("" + (id + 4));
            assertThat(get("/indexes/films/stats", afterWriting(id + 5))
                            .json()
                            .path("numberOfDocuments")
                            .asInt())
                    .isEqualTo(6 * (i + 1));
        }
    }

    @Test
    void an_index_that_the_task_makes_is_there() {
        String task = miroir().post("/indexes", "{\"uid\":\"made\"}")
                .json()
                .path("taskUid")
                .asText();
        assertThat(post("/indexes/made/search", "{}", Map.of(AFTER, task)).status())
                .isEqualTo(200);
    }

    @Test
    void a_task_that_is_none_is_refused_in_plain_words() {
        Api.Answer malformed = get("/indexes/films/search", Map.of(AFTER, "yesterday"));
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.json().path("code").asText()).isEqualTo("bad_request");
        assertThat(malformed.json().path("message").asText()).contains(AFTER, "`yesterday`");
        Api.Answer unknown = post("/indexes/films/search", "{}", Map.of(AFTER, "4000000000"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("code").asText()).isEqualTo("task_not_found");
        assertThat(unknown.json().path("message").asText()).isEqualTo("Task `4000000000` not found.");
        assertThat(post("/indexes/films/documents", "[]", Map.of(AFTER, "4000000000"))
                        .status())
                .as("a write waits for nothing")
                .isEqualTo(202);
    }

    private static Map<String, Double> durations(@Nullable String header) {
        Map<String, Double> durations = new TreeMap<>();
        for (String part : String.valueOf(header).split(", ", -1)) {
            durations.merge(
                    part.replaceFirst(";.*", ""), Double.parseDouble(part.replaceFirst(".*;dur=", "")), Double::sum);
        }
        return durations;
    }

    @Test
    void a_search_tells_where_its_time_went_to_who_asks() {
        for (Api.Answer answer : List.of(
                post("/indexes/films/search", "{}", Map.of(TIMING, "1")),
                get("/indexes/films/search", Map.of(TIMING, "1")))) {
            String header = answer.header("Server-Timing");
            Map<String, Double> parts = durations(header);
            assertThat(parts).as(header).containsOnlyKeys("plan", "nodes", "merge", "total", "node");
            double sum = parts.getOrDefault("plan", 0.0)
                    + parts.getOrDefault("nodes", 0.0)
                    + parts.getOrDefault("merge", 0.0);
            assertThat(parts.get("total")).as(header).isPositive().isCloseTo(sum, within(0.01));
            assertThat(header).contains("node;desc=\"node-a r0\"", "node;desc=\"node-b r0\"");
        }
        assertThat(post("/indexes/films/search", "{}", Map.of()).header("Server-Timing"))
                .isNull();
        assertThat(post("/indexes/films/search", "{}", Map.of(TIMING, "0")).header("Server-Timing"))
                .isNull();
        assertThat(post("/indexes/films/search", "{}", Map.of(TIMING, "yes")).status())
                .isEqualTo(400);
    }
}
