package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.EngineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailabilityTest {
    private static final EngineConfig.KeyedNode A = new EngineConfig.KeyedNode(
            new Node(new NodeId("a"), new GroupId(0), URI.create("http://a"), Lifecycle.ACTIVE), null);

    @TempDir
    Path folder;

    private static void isUnavailable(ServedApi api, String reason) {
        ServedApi.Answer health = api.get("/health");
        assertThat(health.status()).as(health.text()).isEqualTo(503);
        assertThat(health.body().path("code").asText()).isEqualTo("miroir_unavailable");
        assertThat(health.body().path("message").asText()).contains(reason).endsWith(".");
    }

    @Test
    void a_cluster_without_nodes_has_lost_none() {
        try (ServedApi api = new ServedApi(folder, null)) {
            assertThat(api.get("/health").text()).isEqualTo("{\"status\":\"available\"}");
        }
    }

    @Test
    void without_any_node_that_answers_it_is_unavailable() {
        try (ServedApi api = new ServedApi(folder, null, List.of(A))) {
            await().until(() -> api.get("/health").status() == 503);
            isUnavailable(api, "No node answers.");
        }
    }

    @Test
    void before_any_node_of_a_new_state_has_answered_nothing_is_told_of_it_nor_taken() {
        try (ServedApi api = ServedApi.unheard(folder, List.of(A))) {
            for (ServedApi.Answer answer : List.of(
                    api.get("/indexes"),
                    api.post("/indexes/docs/search", "{}"),
                    api.post("/indexes/docs/documents", "[{\"id\": 1}]"),
                    api.get("/tasks"))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.body().path("code").asText()).isEqualTo("miroir_unavailable");
                assertThat(answer.body().path("message").asText()).contains("new and empty");
                assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            }
            assertThat(api.get("/health").status()).isEqualTo(503);
            assertThat(api.get("/_miroir/health").text()).contains("new and empty");
            assertThat(api.get("/_miroir/topology").status()).isEqualTo(200);
            assertThat(api.store.taskCount()).isZero();
        }
    }

    @Test
    void a_store_that_fails_ends_it_and_no_read_waits_for_it() {
        try (ServedApi api = new ServedApi(folder, null)) {
            api.store.failNextWrite("No space left on device");
            api.write();
            assertThat(api.ended).containsExactly("Miroir's store failed (No space left on device)");
            isUnavailable(api, "No space left on device");
            ServedApi.Answer detailed = api.get("/_miroir/health");
            assertThat(detailed.status()).isEqualTo(503);
            assertThat(detailed.body().path("status").asText()).isEqualTo("unavailable");
            assertThat(detailed.body().path("reasons").toString()).contains("No space left on device");
            assertThat(api.get("/tasks").status()).isEqualTo(503);
            assertThat(api.post("/indexes", "{\"uid\": \"a\"}").status()).isEqualTo(503);
        }
    }

    @Test
    void a_folder_of_payloads_that_is_gone_is_no_full_disk() throws IOException {
        Path data = folder.resolve("data");
        try (ServedApi api = new ServedApi(data, null, List.of(A))) {
            Path payloads = data.resolve("payloads");
            Files.delete(payloads);
            assertThat(api.post("/indexes/docs/documents", "[{\"id\": 1}]").status())
                    .isEqualTo(202);
            assertThat(payloads).isDirectory();

            Path moved = Files.move(data, folder.resolve("moved"));
            ServedApi.Answer refused = api.post("/indexes/docs/documents", "[{\"id\": 1}]");
            Files.move(moved, data);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("code").asText()).isEqualTo("miroir_unavailable");
        }
    }

    @Test
    void a_disk_that_is_nearly_full_refuses_writes_until_it_has_room_again() {
        try (ServedApi api = new ServedApi(folder, null, List.of(A))) {
            api.left.set(999);
            isUnavailable(api, "disk is full");
            ServedApi.Answer refused = api.post("/indexes/docs/documents", "[{\"id\": 1}]");
            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.body().path("code").asText()).isEqualTo("no_space_left_on_device");
            api.left.set(1 << 20);
            assertThat(api.post("/indexes/docs/documents", "[{\"id\": 1}]").status())
                    .isEqualTo(202);
            assertThat(api.ended).isEmpty();
        }
    }
}
