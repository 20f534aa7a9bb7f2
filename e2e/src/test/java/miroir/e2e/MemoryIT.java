package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was accepted is carried out in a heap that is far smaller than all of it. */
@Tag("alone")
class MemoryIT {
    private static final int MB = 1_000_000;

    private Fleet fleet;

    @BeforeEach
    void start() {
        Map<String, String> small = Map.of("_JAVA_OPTIONS", "-Xmx96m");
        Fleet.Shape shape = new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 2, 16, true);
        fleet = Fleet.start(shape, new Fleet.Extras(null, false, small));
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void large_payloads_for_several_indexes_at_once() {
        byte[] payload = payload(24 * MB, i -> "{\"id\":" + i + ",\"text\":\"" + "word ".repeat(200) + "\"}");

        List<JsonNode> tasks = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> accepted("large" + i, payload)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(uid -> fleet.miroir().await(uid))
                .toList();

        assertThat(tasks).allMatch(task -> task.path("status").asText().equals("succeeded"));
        assertIntact();
    }

    @Test
    void a_payload_of_very_many_documents() {
        byte[] payload = payload(9 * MB, i -> "{\"id\":" + i % 500_000 + "}");

        JsonNode task = fleet.miroir().await(accepted("many", payload));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.path("details").path("indexedDocuments").asInt()).isEqualTo(500_000);
        assertIntact();
    }

    /** They wait while no node is there, and Miroir is killed meanwhile. */
    @Test
    void long_lists_of_ids_that_wait() {
        fleet.miroir().succeed(fleet.miroir().post("/indexes/films/documents", "[{\"id\":1},{\"id\":\"kept\"}]"));
        fleet.nodeProgram(0).kill();
        fleet.nodeProgram(1).kill();
        List<Long> uids = new ArrayList<>();
        for (int list = 0; list < 18; list++) {
            StringBuilder ids = new StringBuilder("[1");
            for (int i = 0; ids.length() < 5 * MB; i++) {
                ids.append(",\"id-").append(list).append('-').append(i).append('"');
            }
            uids.add(fleet.miroir()
                    .post(
                            "/indexes/films/documents/delete-batch",
                            ids.append(']').toString())
                    .json()
                    .path("taskUid")
                    .asLong(-1));
        }
        assertThat(uids).doesNotContain(-1L);
        fleet.miroirProgram().kill();

        // in this order: a copy whose node comes back later than another may be given up
        fleet.restartNode(0);
        fleet.restartNode(1);
        fleet.startMiroir();

        for (long uid : uids) {
            assertThat(fleet.miroir().await(uid).path("status").asText()).isEqualTo("succeeded");
        }
        assertThat(fleet.miroir()
                        .get("/indexes/films/documents")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertIntact();
    }

    private static byte[] payload(int bytes, IntFunction<String> document) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; lines.length() < bytes; i++) {
            lines.append(document.apply(i)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private long accepted(String index, byte[] payload) {
        Api.Answer answer = fleet.miroir()
                .send(
                        "POST",
                        "/indexes/" + index + "/documents?primaryKey=id",
                        "application/x-ndjson",
                        payload,
                        Map.of());
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
        return answer.json().path("taskUid").asLong();
    }

    /** No copy was given up, and nothing ran out. */
    private void assertIntact() {
        assertThat(fleet.miroirProgram().alive()).isTrue();
        assertThat(fleet.miroirProgram().output()).doesNotContain("OutOfMemory", "stale");
    }
}
