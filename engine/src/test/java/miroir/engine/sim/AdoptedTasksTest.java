package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import miroir.core.placement.CopyState;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.api.SearchReply;
import miroir.engine.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that an older state had acknowledged and not given to all of its nodes are neither lost by adopt nor done twice. */
class AdoptedTasksTest {
    @TempDir
    Path data;

    private Stage stage;
    private final Map<Path, byte[]> saved = new HashMap<>();

    @BeforeEach
    void start() {
        stage = new Stage(data, 3, 2, 8);
        stage.write("books", Stage.FORTY);
        stage.write("films", "{\"id\":1}");
        stage.run(5000);
    }

    private void submit(String index, String... documents) {
        stage.world.submit(stage.world.documents(index, "POST", List.of(documents)));
        stage.run(500);
    }

    private void away(boolean away) {
        for (var node : List.of(stage.a, stage.b)) {
            if (away) {
                stage.node(node).crash();
            } else {
                stage.node(node).restart();
            }
        }
        stage.run(5000);
    }

    /** The store as it is now, when ten writes wait for two nodes. */
    private MemoryStore withTenWaiting() {
        away(true);
        for (int i = 0; i < 10; i++) {
            submit("books", "{\"id\":" + (100 + i) + ",\"v\":1}", "{\"id\":" + (200 + i) + ",\"v\":1}");
        }
        saved.clear();
        try (Stream<Path> files = Files.list(data.resolve("payloads"))) {
            for (Path file : files.toList()) {
                saved.put(file, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stage.world.store.copy();
    }

    /** The payloads of that state are put back with it. */
    private AdoptionPlan adopt(MemoryStore older) {
        saved.forEach((file, bytes) -> {
            try {
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return stage.world.adoptAfter(older);
    }

    private List<Fate> fates(AdoptionPlan plan, String index) {
        return plan.tasks().stream()
                .filter(task -> task.index().equals(index))
                .map(AdoptionPlan.TaskLine::fate)
                .distinct()
                .toList();
    }

    @Test
    void what_waited_when_the_state_was_saved_and_still_waits_goes_on() {
        MemoryStore older = withTenWaiting();
        submit("films", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}", "{\"id\":5}", "{\"id\":6}", "{\"id\":7}");
        stage.run(5000);
        stage.world.kill();
        away(false);
        stage.world.store.become(older.copy());
        AdoptionPlan plan = adopt(older);
        assertThat(plan.keepsTasks()).isFalse();
        assertThat(fates(plan, "books")).containsExactly(Fate.GOES_ON);
        assertThat(plan.tasks()).hasSizeGreaterThan(8);
        assertServes("books", 60);
    }

    @Test
    void what_was_done_after_the_state_was_saved_does_not_undo_what_came_later() {
        MemoryStore older = withTenWaiting();
        away(false);
        stage.run(20_000);
        stage.write("books", "{\"id\":100,\"v\":2}", "{\"id\":209,\"v\":2}");
        stage.run(5000);
        stage.world.kill();
        AdoptionPlan plan = adopt(older);
        assertThat(fates(plan, "books")).doesNotContain(Fate.GOES_ON);
        assertServes("books", 60);
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(1000);
        assertThat(new String(reply.join().body(), StandardCharsets.UTF_8))
                .contains("{\"id\":100,\"v\":2}", "{\"id\":209,\"v\":2}", "{\"id\":101,\"v\":1}");
    }

    @Test
    void the_last_that_was_done_after_the_state_was_saved_is_found_and_ends() {
        MemoryStore older = withTenWaiting();
        away(false);
        stage.run(20_000);
        stage.world.kill();
        AdoptionPlan plan = adopt(older);
        assertThat(plan.keepsTasks()).isFalse();
        assertServes("books", 60);
    }

    @Test
    void a_task_of_an_index_that_was_deleted_since_does_not_bring_it_back() {
        MemoryStore older = withTenWaiting();
        away(false);
        stage.run(20_000);
        stage.world.perform(Simulation.dropping("books"));
        stage.run(5000);
        stage.world.kill();
        AdoptionPlan plan = adopt(older);
        assertThat(fates(plan, "books")).containsExactly(Fate.UNCLEAR);
        assertThat(plan.notes()).anyMatch(note -> note.contains("index books:") && note.contains("ARE NOT SENT AGAIN"));
        stage.world.restart();
        stage.run(20_000);
        assertThat(stage.world.engine().cluster().current().index("books")).isNull();
    }

    @Test
    void an_index_that_a_waiting_task_is_to_make_is_made() {
        away(true);
        submit("maps", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}", "{\"id\":5}", "{\"id\":6}");
        MemoryStore older = stage.world.store.copy();
        submit("films", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}", "{\"id\":5}", "{\"id\":6}", "{\"id\":7}");
        stage.world.kill();
        away(false);
        AdoptionPlan plan = adopt(older);
        assertThat(fates(plan, "maps")).containsExactly(Fate.GOES_ON);
        assertServes("maps", 6);
    }

    private void assertServes(String index, int documents) {
        stage.world.restart();
        stage.run(60_000);
        assertThat(stage.world.engine().cluster().outdated()).isNull();
        assertThat(stage.entry(index).routes().copies()).allMatch(copy -> copy.state() == CopyState.IN_SYNC);
        assertThat(stage.world.store.unfinishedTasks()).isEmpty();
        CompletableFuture<SearchReply> reply = stage.search(index);
        stage.run(1000);
        Stage.assertFound(documents, reply);
    }
}
