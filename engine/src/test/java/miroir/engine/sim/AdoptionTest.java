package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.CopyState;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.AdoptionException;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.api.SearchReply;
import miroir.engine.store.MemoryStore;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Miroir's state is rebuilt from what its nodes have: everything that was applied is served again. */
class AdoptionTest {
    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(data, 3, 2, 8);
        stage.write("books", Stage.FORTY);
        stage.world.perform(
                Simulation.settings("books", "{\"filterableAttributes\":[\"c\"],\"synonyms\":{\"a\":[\"b\"]}}"));
        stage.run(5000);
    }

    @Test
    void nothing_is_lost_when_all_of_miroirs_state_is() {
        lose();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.keepsTasks()).isFalse();
        assertThat(plan.indexes()).singleElement().satisfies(index -> {
            assertThat(index.uid()).isEqualTo("books");
            assertThat(index.documents()).isEqualTo(40);
            assertThat(index.believed()).hasSize(8);
            assertThat(index.lost()).isEmpty();
        });
        assertServes("books", 40);
        assertThat(stage.entry("books").stored().settings()).contains("synonyms");
    }

    @Test
    void a_renamed_index_and_one_that_was_deleted_are_as_they_were() {
        stage.write("films", "{\"id\":1}", "{\"id\":2}");
        stage.write("maps", "{\"id\":1}");
        stage.world.perform(Simulation.renaming("films", "movies"));
        stage.node(stage.a).crash();
        stage.run(5000);
        stage.world.perform(Simulation.dropping("maps"));
        stage.run(5000);
        lose();
        stage.node(stage.a).restart();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.indexes()).extracting(AdoptionPlan.IndexLine::uid).containsExactly("books", "movies");
        assertServes("movies", 2);
        assertServes("books", 40);
    }

    @Test
    void a_copy_that_missed_writes_is_not_believed() {
        stage.node(stage.a).crash();
        stage.run(5000);
        stage.write("books", "{\"id\":1,\"c\":2}", "{\"id\":100}", "{\"id\":101}", "{\"id\":102}", "{\"id\":103}");
        stage.run(5000);
        lose();
        stage.node(stage.a).restart();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.indexes().get(0).older()).isEmpty();
        assertServes("books", 44);
    }

    @Test
    void an_older_state_is_replaced_by_what_the_nodes_have() {
        MemoryStore older = stage.world.store.copy();
        stage.write("books", "{\"id\":100}", "{\"id\":101}");
        stage.write("films", "{\"id\":1}");
        stage.run(5000);
        stage.world.kill();
        stage.world.store.become(older);
        stage.world.restart();
        stage.run(5000);
        assertThat(stage.world.engine().cluster().outdated()).isNotNull();
        stage.world.kill();
        AdoptionPlan plan = stage.world.adopt(older.load());
        assertThat(plan.keepsTasks()).isFalse();
        assertServes("books", 42);
        assertServes("films", 1);
    }

    @Test
    void nodes_that_are_all_older_than_miroir_serve_what_they_have_and_tasks_go_on() {
        int[] ages = {
            stage.node(stage.a).age(),
            stage.node(stage.b).age(),
            stage.node(third()).age()
        };
        for (int i = 200; i < 210; i++) {
            stage.write("books", "{\"id\":" + i + "}");
        }
        stage.run(5000);
        stage.world.kill();
        List<NodeId> nodes = List.of(stage.a, stage.b, third());
        for (int i = 0; i < nodes.size(); i++) {
            stage.node(nodes.get(i)).rollBack(ages[i]);
        }
        stage.world.restart();
        stage.run(20_000);
        assertThat(stage.world.engine().cluster().outdated()).isNull();
        assertThat(stage.entry("books").routes().copies()).noneMatch(copy -> copy.state() == CopyState.IN_SYNC);
        stage.world.kill();
        AdoptionPlan plan = stage.world.adopt(stage.world.store.load());
        assertThat(plan.keepsTasks()).isTrue();
        assertThat(plan.indexes().get(0).older()).hasSize(8);
        assertServes("books", 40);
        assertThat(stage.world.tasks()).hasSize(14); // none is forgotten
    }

    /** What nodes brought back is all there is: nothing of it is swept away while somebody makes up their mind. */
    @Test
    void what_nodes_that_were_put_back_have_is_kept_until_somebody_decides() {
        List<NodeId> nodes = stage.world.ids();
        List<Integer> ages = nodes.stream().map(node -> stage.node(node).age()).toList();
        stage.write("books", "{\"id\":200}", "{\"id\":201}", "{\"id\":202}");
        stage.run(5000);
        stage.world.kill();
        for (int i = 0; i < nodes.size(); i++) {
            stage.node(nodes.get(i)).rollBack(ages.get(i));
        }
        stage.world.restart();
        stage.run(300_000);
        assertThat(stage.entry("books").routes().copies())
                .noneMatch(copy -> copy.state() == CopyState.IN_SYNC)
                .allMatch(copy -> copy.reason().contains("was put back to an old state"))
                .noneMatch(copy -> copy.reason().contains("lost its data"));
        assertThat(stage.world.engine().view().cluster().attention())
                .anyMatch(one -> one.message().contains("`adopt` takes over what they have"));
        stage.world.kill();
        stage.world.adopt(stage.world.store.load());
        assertServes("books", 40);
    }

    @Test
    void a_write_that_waited_is_done_though_the_nodes_were_put_back() {
        List<NodeId> nodes = stage.world.ids();
        List<Integer> ages = nodes.stream().map(node -> stage.node(node).age()).toList();
        stage.write("books", "{\"id\":200}");
        nodes.forEach(node -> stage.node(node).crash());
        stage.run(5000);
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":300}")));
        stage.run(1000);
        stage.world.kill();
        for (int i = 0; i < nodes.size(); i++) {
            stage.node(nodes.get(i)).rollBack(ages.get(i));
            stage.node(nodes.get(i)).restart();
        }
        assertThat(stage.world.adopt(stage.world.store.load()).keepsTasks()).isTrue();
        assertServes("books", 41);
    }

    @Test
    void an_index_that_nobody_remembers_is_read_from_its_volumes() {
        for (NodeId node : stage.world.ids()) {
            stage.node(node).byHand("DELETE", "/indexes/" + VolumeName.RECORDS, "");
        }
        stage.run(300);
        lose();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.indexes()).singleElement().satisfies(index -> {
            assertThat(index.uid()).isEqualTo("books");
            assertThat(index.shards()).isEqualTo(8);
            assertThat(index.remembered()).isFalse();
        });
        assertServes("books", 40);
        assertThat(stage.entry("books").stored().settings()).contains("\"c\"").contains("synonyms");
    }

    @Test
    void a_shard_whose_nodes_are_away_is_lost_until_they_are_back() {
        lose();
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.nodes()).filteredOn(node -> !node.trouble().isEmpty()).hasSize(2);
        Set<Integer> lost = plan.indexes().get(0).lost();
        assertThat(lost).isNotEmpty();
        assertThat(plan.indexes().get(0).believed()).hasSize(8 - lost.size());
    }

    @Test
    void a_node_that_was_removed_stays_out_though_the_configuration_names_it() {
        stage.carryOut(Wishes.draining(stage.a));
        stage.carryOut(Wishes.removing(stage.a));
        stage.run(5000);
        lose();
        AdoptionPlan plan = stage.world.adopt(null);
        assertThat(plan.nodes())
                .extracting(AdoptionPlan.NodeLine::id)
                .doesNotContain(stage.a.value())
                .hasSize(2);
        assertServes("books", 40);
    }

    @Test
    void nodes_that_no_miroir_used_are_not_adopted() {
        for (NodeId node : stage.world.ids()) {
            stage.node(node).wipe();
        }
        lose();
        assertThatThrownBy(() -> stage.world.adopt(null))
                .hasCauseInstanceOf(AdoptionException.class)
                .hasMessageContaining("None of the nodes");
    }

    private NodeId third() {
        return stage.world.ids().get(2);
    }

    private void lose() {
        stage.world.kill();
        stage.world.store.become(MemoryStore.immediate());
    }

    /** All of it is found, all copies come back, and it takes writes. */
    private void assertServes(String index, int documents) {
        stage.world.restart();
        stage.run(60_000);
        assertThat(stage.world.engine().cluster().outdated()).isNull();
        assertThat(stage.entry(index).routes().copies()).allMatch(copy -> copy.state() == CopyState.IN_SYNC);
        Stage.assertFound(documents, found(index));
        stage.write(index, "{\"id\":1000}");
        Stage.assertFound(documents + 1, found(index));
        stage.world.perform(Simulation.deletion(index, new TaskRequest.DeleteDocuments(List.of("1000"))));
        stage.run(1000);
    }

    private CompletableFuture<SearchReply> found(String index) {
        CompletableFuture<SearchReply> reply = stage.search(index);
        stage.run(1000);
        return reply;
    }
}
