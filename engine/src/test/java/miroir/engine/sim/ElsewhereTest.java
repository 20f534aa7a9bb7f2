package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.engine.error.ApiException;
import miroir.engine.state.Withheld;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Miroir that is started on an empty data folder, over nodes that belong to the state that was in another one. */
class ElsewhereTest {
    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
    }

    @Test
    void an_empty_catalogue_is_not_served_over_nodes_of_another_one() {
        loseState();
        stage.run(5000);
        assertNothingIsServed();
    }

    @Test
    void not_even_where_one_of_the_nodes_is_new() {
        stage.node(stage.a).wipe();
        loseState();
        stage.run(5000);
        assertNothingIsServed();
        assertThat(stage.node(stage.a).read("/indexes?limit=1000").path("results"))
                .isEmpty();
    }

    @Test
    void nor_before_the_first_node_has_answered() {
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        loseState();
        stage.run(10_000);
        assertThat(requireNonNull(withheld()).kind()).isEqualTo(Withheld.Kind.UNHEARD);
        assertRefused();
        stage.node(stage.a).restart();
        stage.run(5000);
        assertNothingIsServed();
    }

    @Test
    void new_nodes_are_taken_one_by_one_as_they_come_up() {
        stage.node(stage.a).wipe();
        stage.node(stage.b).wipe();
        stage.node(stage.b).crash();
        loseState();
        stage.run(10_000);
        assertThat(withheld()).isNull();
        stage.node(stage.b).restart();
        stage.run(10_000);
        stage.write("films", "{\"id\":1}");
        stage.check(false);
    }

    @Test
    void writes_are_refused_while_all_nodes_belong_to_others() {
        stage.world.kill();
        stage.world
                .store
                .write(List.of(new Change.PutMeta(Meta.CLUSTER_ID, "another")))
                .join();
        stage.world.restart();
        MemoryStore before = stage.world.store.copy();
        stage.run(5000);
        assertThat(requireNonNull(withheld()).kind()).isEqualTo(Withheld.Kind.UNCONFIRMED);
        assertThatThrownBy(promise()::join).hasMessageContaining("another Miroir cluster");
        assertThat(stage.world.store.taskCount()).isEqualTo(before.taskCount());
    }

    private void loseState() {
        stage.world.kill();
        stage.world.store.become(MemoryStore.immediate());
        stage.world.restart();
    }

    private CompletableFuture<StoredTask> promise() {
        CompletableFuture<StoredTask> taken =
                stage.world.promise(stage.world.documents("books", "POST", List.of("{\"id\":88}")));
        stage.run(1000);
        return taken;
    }

    private void assertRefused() {
        assertThatThrownBy(promise()::join).hasCauseInstanceOf(ApiException.class);
        assertThat(stage.world.store.taskCount()).isZero();
    }

    private void assertNothingIsServed() {
        Withheld withheld = requireNonNull(withheld());
        assertThat(withheld.kind()).isEqualTo(Withheld.Kind.ELSEWHERE);
        assertThat(withheld.sentence()).contains("restore FILE", "adopt --config", "belongs to another Miroir cluster");
        int sent = stage.sent.size();
        assertRefused();
        stage.run(30_000);
        assertThat(stage.sent).hasSize(sent);
        assertThat(stage.world.store.load().nodes()).allMatch(node -> node.marker() == null);
    }

    private @Nullable Withheld withheld() {
        return stage.world.engine().cluster().withheld();
    }
}
