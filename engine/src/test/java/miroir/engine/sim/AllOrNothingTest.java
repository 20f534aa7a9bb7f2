package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.engine.error.Json;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that fails leaves nothing behind on any volume. */
class AllOrNothingTest {
    private static final List<String> TEN = IntStream.range(0, 10)
            .mapToObj(i -> "{\"id\":" + i + ",\"isbn\":" + (100 + i) + "}")
            .toList();

    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(data, 3, 2, 4);
    }

    @Test
    void the_key_of_an_index_with_one_document_does_not_change_where_it_is_not() {
        stage.write("books", "{\"id\":1}");
        StoredTask task = stage.world.perform(Simulation.keying("books", "isbn"));
        assertFailed(task, "index_primary_key_already_exists", "Index `books`: Index already has a primary key: `id`.");
        assertUnharmed("id");
        stage.write("books", TEN.toArray(String[]::new));
        assertTenFound();
    }

    @Test
    void the_key_of_an_index_that_was_emptied_changes_everywhere() {
        stage.write("books", TEN.toArray(String[]::new));
        stage.world.perform(Simulation.deletion("books", new TaskRequest.ClearDocuments()));
        assertThat(stage.world.perform(Simulation.keying("books", "isbn")).status())
                .isEqualTo(TaskStatus.SUCCEEDED);
        assertUnharmed("isbn");
        stage.write("books", TEN.toArray(String[]::new));
        assertTenFound();
    }

    @Test
    void what_one_node_cannot_do_is_put_back_on_the_others() {
        stage.write("books", TEN.toArray(String[]::new));
        stage.world.perform(Simulation.settings("books", "{\"stopWords\":[\"a\"]}"));
        stage.write("books", "{\"id\":1,\"_geo\":\"nowhere\"}");
        String before = stage.entry("books").stored().settings();
        StoredTask task = stage.world.perform(
                Simulation.settings("books", "{\"filterableAttributes\":[\"_geo\"],\"stopWords\":[\"b\"]}"));
        assertFailed(task, "invalid_document_geo_field", null);
        assertThat(stage.entry("books").stored().settings()).isEqualTo(before);
        assertUnharmed("id");
        assertTenFound();
    }

    private void assertTenFound() {
        var reply = stage.search("books");
        stage.run(1000);
        Stage.assertFound(10, reply);
    }

    private void assertUnharmed(String key) {
        IndexEntry entry = stage.entry("books");
        assertThat(entry.stored().primaryKey()).isEqualTo(key);
        JsonNode wanted = Json.read(entry.stored().settings());
        for (Copy copy : entry.routes().copies()) {
            assertThat(copy.state()).isEqualTo(CopyState.IN_SYNC);
            String volume = "/indexes/" + entry.volumeUid(copy.node(), copy.rank());
            assertThat(stage.node(copy.node()).read(volume).path("primaryKey").asText())
                    .isEqualTo(key);
            JsonNode settings = stage.node(copy.node()).read(volume + "/settings");
            assertThat(settings.path("stopWords"))
                    .isEqualTo(wanted.path("stopWords").isMissingNode() ? Json.read("[]") : wanted.path("stopWords"));
        }
    }

    private static void assertFailed(StoredTask task, String code, @Nullable String message) {
        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        JsonNode error = Json.read(requireNonNull(task.error()));
        assertThat(error.path("code").asText()).isEqualTo(code);
        if (message != null) {
            assertThat(error.path("message").asText()).isEqualTo(message);
        }
    }
}
