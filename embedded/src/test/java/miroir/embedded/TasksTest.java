package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {

    @Test
    void tasks_run_one_a_step_in_the_order_of_their_uids() {
        NodeClient node = NodeClient.stepped();
        for (int i = 0; i < 4; i++) {
            assertThat(node.call("POST", "/indexes/a/documents?customMetadata=op" + i, "[{\"id\":" + i + "}]"))
                    .startsWith("{\"taskUid\":" + i + ",\"indexUid\":\"a\",\"status\":\"enqueued\"")
                    .endsWith("\"customMetadata\":\"op" + i + "\"}");
        }
        assertThat(node.get("/indexes/a")).contains("index_not_found");
        for (int i = 0; i < 4; i++) {
            assertThat(node.get("/tasks/" + i)).contains("\"status\":\"enqueued\"", "\"batchUid\":null");
            node.step();
            assertThat(node.get("/tasks/" + i)).contains("\"status\":\"succeeded\"", "\"batchUid\":" + i);
            assertThat(node.get("/indexes/a/stats")).contains("\"numberOfDocuments\":" + (i + 1));
        }
    }

    @Test
    void the_list_is_filtered_and_paged() {
        NodeClient node = NodeClient.direct();
        for (int i = 0; i < 5; i++) {
            node.call("POST", "/indexes", "{\"uid\":\"i" + i % 2 + "\"}");
        }
        assertThat(node.get("/tasks?limit=2")).contains("\"total\":5,\"limit\":2,\"from\":4,\"next\":2");
        assertThat(node.get("/tasks?limit=2&from=2&reverse=true")).contains("\"from\":2,\"next\":4");
        assertThat(node.get("/tasks?statuses=failed&indexUids=i0")).contains("\"total\":2");
        assertThat(node.get("/tasks?uids=1,3,99&types=indexCreation")).contains("\"total\":2");
        assertThat(node.get("/tasks?afterEnqueuedAt=2026-01-02")).contains("\"total\":0");
        assertThat(node.get("/tasks?statuses=odd")).contains("invalid_task_statuses");
        assertThat(node.get("/tasks/77")).contains("Task `77` not found.");
    }

    @Test
    void no_two_tasks_were_enqueued_at_the_same_time(@TempDir Path data) {
        try (NodeClient node = NodeClient.in(data, false)) {
            node.call("POST", "/indexes", "{\"uid\":\"a\"}");
            assertThat(node.call("POST", "/indexes", "{\"uid\":\"a\"}")).contains("T03:04:05.000000001Z");
            assertThat(node.get("/tasks/1")).contains("\"enqueuedAt\":\"2026-01-02T03:04:05.000000001Z\"");
        }
        try (NodeClient node = NodeClient.in(data, false)) {
            assertThat(node.call("POST", "/indexes", "{\"uid\":\"a\"}")).contains("T03:04:05.000000002Z");
        }
    }

    @Test
    void lists_leave_out_what_is_empty_and_errors_name_the_place() {
        NodeClient node = NodeClient.direct();
        node.call("POST", "/indexes", "{\"uid\":\"a\"}");
        assertThat(node.get("/tasks?uids=")).contains("\"total\":0");
        assertThat(node.get("/tasks?uids=0,")).contains("\"total\":1");
        assertThat(node.get("/tasks?statuses=")).contains("\"total\":0");
        assertThat(node.get("/tasks?limit=0"))
                .contains("\"results\":[],\"total\":1,\"limit\":0,\"from\":null,\"next\":0");
        assertThat(node.get("/tasks?uids=1,x")).contains("parameter `uids[1]`");
        assertThat(node.get("/tasks?indexUids=a b")).contains("parameter `indexUids`");
        assertThat(node.get("/tasks?uids=4294967295")).contains("\"total\":0");
        assertThat(node.get("/tasks?from=4294967296")).contains("invalid_task_from");
    }

    @Test
    void waiting_tasks_are_cancelled_and_finished_ones_deleted() {
        NodeClient node = NodeClient.stepped();
        node.call("POST", "/indexes", "{\"uid\":\"a\"}");
        node.call("POST", "/indexes", "{\"uid\":\"b\"}");
        node.call("POST", "/tasks/cancel?uids=1", "");
        node.step();
        assertThat(node.get("/tasks/1")).contains("\"status\":\"canceled\"", "\"canceledBy\":2");
        assertThat(node.get("/tasks/2"))
                .contains("\"matchedTasks\":1,\"canceledTasks\":1,\"originalFilter\":\"?uids=1\"");
        node.step();
        node.step();
        assertThat(node.get("/tasks/0")).contains("\"status\":\"succeeded\"");
        node.call("DELETE", "/tasks?statuses=succeeded", "");
        assertThat(node.get("/indexes/b")).contains("index_not_found");
    }

    @Test
    void nobody_else_reads_what_a_node_keeps(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        NodeClient.in(data, false).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("journal"))))
                .isEqualTo("rw-------");
    }

    @Test
    void everything_survives_a_kill(@TempDir Path data) throws IOException {
        NodeClient first = NodeClient.in(data, true);
        first.call(
                "PATCH",
                "/indexes/a/settings",
                "{\"filterableAttributes\":[\"n\"],\"pagination\":{\"maxTotalHits\":7}}");
        first.call("POST", "/indexes/a/documents?customMetadata=m", "[{\"id\":1,\"n\":1e2},{\"id\":2,\"n\":2}]");
        first.call("POST", "/indexes/a/documents", "[{\"id\":\"b b\"}]");
        first.call("DELETE", "/indexes/a/documents/2", "");
        first.step();
        first.step();
        first.step();
        String tasks = first.get("/tasks?uids=0,1,2");
        String settings = first.get("/indexes/a/settings");
        Files.write(data.resolve("journal"), new byte[] {0, 0, 1, 2, 3}, StandardOpenOption.APPEND);

        try (NodeClient second = NodeClient.in(data, false)) {
            assertThat(second.get("/tasks?uids=0,1,2")).isEqualTo(tasks);
            assertThat(second.get("/indexes/a/settings")).isEqualTo(settings);
            assertThat(second.get("/tasks/3")).contains("\"status\":\"succeeded\"", "\"deletedDocuments\":1");
            assertThat(second.get("/indexes/a/documents")).contains("\"results\":[{\"id\":1,\"n\":1e2}]");
            second.call("POST", "/indexes/a/documents", "[{\"id\":9}]");
        }
        try (NodeClient third = NodeClient.in(data, false)) {
            assertThat(third.get("/tasks/4")).contains("\"status\":\"succeeded\"");
            assertThat(third.ids("a", "{}")).containsExactly("1", "9");
        }
    }
}
