package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenameTest {

    /** The indexes that the tasks show, oldest first. */
    private static List<Object> indexes(NodeClient node, String query) {
        Object tasks =
                node.json("GET", "/tasks?reverse=true&limit=100" + query, "").get("results");
        return ((List<?>) Objects.requireNonNull(tasks))
                .stream()
                        .map(task -> Objects.requireNonNull(Json.asObject(task).get("indexUid")))
                        .toList();
    }

    private static String error(Map<String, @Nullable Object> task) {
        return task.get("status") + " " + Json.text(task.get("error"));
    }

    @Test
    void an_index_is_renamed_with_all_it_has() {
        NodeClient node = NodeClient.direct();
        node.write("POST", "/indexes/a/documents", "[{\"id\":1}]");
        node.write("PATCH", "/indexes/a/settings", "{\"stopWords\":[\"the\"]}");
        Map<String, @Nullable Object> task = node.write("PATCH", "/indexes/a", "{\"uid\":\"b\"}");
        assertThat(task).containsEntry("status", "succeeded").containsEntry("indexUid", "a");
        assertThat(Json.text(task.get("details")))
                .isEqualTo("{\"primaryKey\":null,\"oldIndexUid\":\"a\",\"newIndexUid\":\"b\"}");
        assertThat(node.get("/indexes/a")).contains("index_not_found");
        assertThat(node.get("/indexes/b/documents/1")).isEqualTo("{\"id\":1}");
        assertThat(node.get("/indexes/b/settings/stop-words")).isEqualTo("[\"the\"]");
    }

    @Test
    void the_tasks_before_it_change_names_with_it_and_later_ones_keep_theirs() {
        NodeClient node = NodeClient.stepped();
        node.call("POST", "/indexes/b/documents", "[{\"id\":0}]");
        node.call("DELETE", "/indexes/b", "");
        node.call("POST", "/indexes/a/documents", "[{\"id\":1}]");
        node.call("PATCH", "/indexes/a", "{\"uid\":\"b\"}");
        node.call("POST", "/indexes/a/documents", "[{\"id\":2}]");
        for (int i = 0; i < 4; i++) {
            node.step();
        }
        assertThat(indexes(node, "")).containsExactly("a", "a", "b", "a", "a");
        assertThat(indexes(node, "&indexUids=b")).containsExactly("b", "a");
        assertThat(indexes(node, "&indexUids=a&statuses=enqueued")).containsExactly("a");
        node.step();
        assertThat(node.get("/indexes/a/documents")).contains("\"results\":[{\"id\":2}]");
        assertThat(node.get("/indexes/b/documents")).contains("\"results\":[{\"id\":1}]");
    }

    @Test
    void a_rename_fails_without_the_index_and_onto_another_one() {
        NodeClient node = NodeClient.direct();
        assertThat(error(node.write("PATCH", "/indexes/a", "{\"uid\":\"b\"}"))).contains("Index `a` not found.");
        node.write("POST", "/indexes", "{\"uid\":\"a\"}");
        node.write("POST", "/indexes", "{\"uid\":\"b\"}");
        assertThat(error(node.write("PATCH", "/indexes/a", "{\"uid\":\"b\"}"))).contains("Index `b` already exists.");
        assertThat(error(node.write("PATCH", "/indexes/a", "{\"uid\":\"a\"}"))).startsWith("succeeded");
        assertThat(indexes(node, "")).containsExactly("a", "a", "b", "a", "a");
    }

    @Test
    void an_index_keeps_its_new_name_when_its_primary_key_cannot_change() {
        NodeClient node = NodeClient.direct();
        node.write("POST", "/indexes/a/documents", "[{\"id\":1}]");
        assertThat(error(node.write("PATCH", "/indexes/a", "{\"uid\":\"b\",\"primaryKey\":\"k\"}")))
                .startsWith("failed")
                .contains("Index `b`: Index already has a primary key: `id`.");
        assertThat(node.get("/indexes/b")).contains("\"primaryKey\":\"id\"");
        assertThat(indexes(node, "")).containsExactly("b", "a");
    }

    @Test
    void renames_survive_a_kill(@TempDir Path data) {
        NodeClient first = NodeClient.in(data, true);
        first.call("POST", "/indexes/a/documents", "[{\"id\":1}]");
        first.call("PATCH", "/indexes/a", "{\"uid\":\"b\"}");
        first.call("POST", "/indexes/a/documents", "[{\"id\":2}]");
        first.call("PATCH", "/indexes/b", "{\"uid\":\"c\",\"primaryKey\":\"k\"}");
        first.call("PATCH", "/indexes/a", "{\"uid\":\"b\"}");
        for (int i = 0; i < 4; i++) {
            first.step();
        }
        String tasks = first.get("/tasks?uids=0,1,2,3");
        try (NodeClient second = NodeClient.in(data, true)) {
            assertThat(second.get("/tasks?uids=0,1,2,3")).isEqualTo(tasks);
            assertThat(indexes(second, "")).containsExactly("c", "a", "a", "b", "a");
            second.step();
            assertThat(indexes(second, "")).containsExactly("c", "b", "b", "a", "a");
            assertThat(second.get("/indexes/c/documents")).contains("\"results\":[{\"id\":1}]");
            assertThat(second.get("/indexes/b/documents")).contains("\"results\":[{\"id\":2}]");
        }
    }
}
