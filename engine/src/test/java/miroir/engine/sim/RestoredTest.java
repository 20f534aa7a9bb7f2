package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiException;
import miroir.engine.state.Unattended;
import miroir.engine.state.Withheld;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoredTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state that was put back from a backup: nothing is served or done before each of its nodes said what it has seen. */
class RestoredTest {
    @TempDir
    Path data;

    private Stage stage;
    private MemoryStore older;

    @BeforeEach
    void start() {
        stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        older = stage.world.store.copy();
    }

    @Test
    void one_that_all_nodes_know_is_served_and_restarts_as_ever_with_a_node_down() {
        stage.world.restore(older);
        stage.run(5000);
        assertServed();
        stage.node(stage.b).crash();
        stage.world.restart();
        stage.run(5000);
        assertServed();
        stage.node(stage.b).restart();
        stage.write("books", "{\"id\":77}");
        stage.check(false);
    }

    @Test
    void what_only_an_absent_node_knows_is_not_written_over() {
        writeToOneNode();
        stage.node(stage.a).crash();
        stage.world.restore(older);
        stage.run(120_000);
        assertNothingIsServed(stage.a + " has not been asked yet");
        stage.world.restart();
        stage.run(5000);
        assertNothingIsServed(stage.a + " has not been asked yet");
        stage.node(stage.a).restart();
        stage.run(5000);
        assertThat(stage.world.engine().cluster().outdated()).contains(stage.a.value());
        assertNothingIsServed("adopt");
        stage.world.kill();
        stage.world.adopt(older.load());
        stage.world.restart();
        stage.run(20_000);
        Stage.assertFound(41, searched());
    }

    @Test
    void one_command_goes_on_without_a_node_that_is_lost() {
        writeToOneNode();
        stage.node(stage.a).crash();
        stage.world.restore(older);
        stage.run(5000);
        stage.world.kill();
        AdoptionPlan plan = stage.world.adopt(stage.world.store.load());
        assertThat(plan.indexes().get(0).documents()).isEqualTo(40);
        stage.world.restart();
        stage.run(20_000);
        Stage.assertFound(40, searched());
    }

    @Test
    void a_node_that_got_another_identity_since_is_newer() {
        stage.node(stage.a).wipe();
        stage.run(30_000);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.IN_SYNC);
        stage.node(stage.b).crash();
        stage.world.restore(older);
        stage.run(5000);
        assertThat(stage.world.engine().cluster().outdated()).contains(stage.a.value());
    }

    @Test
    void a_node_at_whose_address_another_answers_was_not_asked() {
        writeToOneNode();
        stage.node(stage.b).restart();
        stage.node(stage.a).crash();
        stage.world.nodes.detours().swap(stage.a, stage.b);
        stage.world.restore(older);
        stage.run(10_000);
        assertNothingIsServed(stage.a + " has not been asked yet: wrong node");
    }

    @Test
    void tasks_that_had_not_ended_go_on_once_all_were_asked() {
        stage.node(stage.a).crash();
        stage.run(5000);
        stage.script.once(Script.documentsTo(stage.b), Faults.Fate.LOST_REQUEST);
        CompletableFuture<StoredTask> taken =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":50}")));
        stage.run(100);
        assertThat(taken).isCompleted();
        older = stage.world.store.copy();
        stage.world.restore(older);
        stage.run(30_000);
        assertThat(stage.world.idle()).isFalse();
        stage.node(stage.a).restart();
        stage.run(60_000);
        assertServed(41);
        stage.check(false);
    }

    @Test
    void whatever_was_written_and_whoever_is_away_nothing_is_served_that_a_node_knows_better() {
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            stage = new Stage(data.resolve("history-" + seed), 3, 1 + random.nextInt(3), 4);
            int documents = 1 + random.nextInt(4);
            int saved = random.nextInt(documents + 1);
            for (int i = 0; i < documents; i++) {
                if (i == saved) {
                    stage.run(3000);
                    older = stage.world.store.copy();
                }
                NodeId away = random.nextBoolean() && i > 0 ? any(random) : null;
                if (away != null) {
                    stage.node(away).crash();
                    stage.run(random.nextInt(5000));
                }
                Unattended.run(
                        stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":" + i + "}"))),
                        "a write");
                stage.run(random.nextInt(3000));
                if (away != null) {
                    stage.node(away).restart();
                }
            }
            assertThat(stage.world.settle(Duration.ofMinutes(5))).isTrue();
            stage.run(3000);
            if (saved == documents) {
                older = stage.world.store.copy();
            }
            Set<NodeId> away = new HashSet<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                away.add(any(random));
            }
            away.forEach(node -> stage.node(node).crash());
            stage.world.restore(older);
            stage.run(random.nextInt(20_000));
            String history = "seed " + seed + ", " + saved + " of " + documents + " saved, away " + away;
            if (!away.isEmpty()) {
                assertThat(stage.world.engine().cluster().withheld())
                        .as(history)
                        .isNotNull();
            }
            away.forEach(node -> stage.node(node).restart());
            stage.run(10_000);
            assertThat(stage.world.engine().cluster().outdated() != null)
                    .as(history)
                    .isEqualTo(saved < documents);
            if (saved == documents) {
                stage.run(60_000);
                assertServed(documents);
                stage.check(false);
            }
        }
    }

    private NodeId any(Random random) {
        return stage.world.ids().get(random.nextInt(3));
    }

    private void writeToOneNode() {
        stage.node(stage.b).crash();
        stage.run(5000);
        stage.write("books", "{\"id\":77}");
        stage.world.kill();
        stage.node(stage.b).restart();
    }

    private void assertServed() {
        assertServed(40);
    }

    private void assertServed(int documents) {
        assertThat(stage.world.engine().cluster().withheld()).isNull();
        assertThat(stage.world.isRestoring()).isFalse();
        Stage.assertFound(documents, searched());
    }

    private CompletableFuture<SearchReply> searched() {
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(5000);
        return reply;
    }

    /** Neither told, nor taken, nor done. */
    private void assertNothingIsServed(String why) {
        Withheld withheld = withheld();
        assertThat(requireNonNull(withheld).sentence()).contains(why);
        MemoryStore before = stage.world.store.copy();
        int sent = stage.sent.size();
        CompletableFuture<StoredTask> refused =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":88}")));
        Stage.assertFound(0, searched());
        assertThatThrownBy(refused::join).hasCauseInstanceOf(ApiException.class).hasMessageContaining(why);
        stage.run(30_000);
        assertThat(stage.world.store.load()).isEqualTo(before.load());
        assertThat(stage.sent.subList(sent, stage.sent.size()))
                .allMatch(request ->
                        request.method().equals("GET") || request.path().endsWith("/fetch"));
    }

    private @Nullable Withheld withheld() {
        return stage.world.engine().cluster().withheld();
    }
}
