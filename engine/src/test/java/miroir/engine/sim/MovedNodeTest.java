package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import miroir.core.placement.CopyState;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.PlanPicture;
import miroir.engine.node.NodeRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that get another address or another key while all runs. */
class MovedNodeTest {
    @TempDir
    Path data;

    private Stage stage() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        return stage;
    }

    private static Decision order(
            Stage stage, NodeId node, @Nullable String host, @Nullable String key, boolean force) {
        NodeEdit edit = new NodeEdit(node.value(), host == null ? null : URI.create("http://" + host), key, force);
        return requireNonNull(stage.world.ask(o -> o.change(edit, Stage.TEST)));
    }

    private static void assertDone(Decision decision) {
        assertThat(decision.kind()).as(decision.message()).isEqualTo(Decision.Kind.DONE);
    }

    private static void assertRefused(Decision decision, String why) {
        assertThat(decision.kind()).isEqualTo(Decision.Kind.REFUSED);
        assertThat(decision.message()).contains(why);
    }

    private static Health health(Stage stage, NodeId node) {
        return stage.world.engine().cluster().current().node(node).observed();
    }

    private static URI address(Stage stage, NodeId node) {
        return stage.world.latest().topology().node(node).orElseThrow().address();
    }

    private static List<String> audited(Stage stage) {
        return stage.world.store.audit(0, 100).stream()
                .map(row -> row.what() + " " + row.before() + " " + row.after())
                .toList();
    }

    @Test
    void a_node_that_moved_goes_on_with_all_it_has() {
        Stage stage = stage();
        PlanPicture before = requireNonNull(stage.world.ask(o -> o.plan(Wishes.draining(stage.a))));
        stage.world.addresses.move(stage.b, "elsewhere");
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.DOWN);
        stage.write("books", "{\"id\":41}");
        assertDone(order(stage, stage.b, "elsewhere", null, false));
        assertThat(address(stage, stage.b)).isEqualTo(URI.create("http://elsewhere"));
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        assertThat(requireNonNull(stage.world.latest().nodes().get(stage.b)).former())
                .isEmpty();
        assertThat(requireNonNull(stage.world.ask(o -> o.apply(before.planId(), Stage.TEST)))
                        .kind())
                .isEqualTo(Decision.Kind.OUTDATED);
        assertThat(audited(stage)).contains("node address http://node-0b http://elsewhere");
        stage.world.restart();
        stage.run(6000);
        assertThat(address(stage, stage.b)).isEqualTo(URI.create("http://elsewhere"));
        assertThat(health(stage, stage.b)).isEqualTo(Health.UP);
        stage.check(false);
    }

    @Test
    void what_was_sent_to_the_former_address_and_not_answered_does_nothing_when_it_arrives_late() {
        Stage stage = stage();
        stage.script.always(Script.documentsTo(stage.b), Faults.Fate.LOST_REQUEST);
        stage.sent.clear();
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":7,\"v\":1}")));
        stage.world.steps.runUntil(
                () -> stage.sent.stream().anyMatch(Script.documentsTo(stage.b)), Duration.ofSeconds(10));
        List<NodeRequest> lost =
                stage.sent.stream().filter(Script.documentsTo(stage.b)).toList();
        assertThat(lost).isNotEmpty();
        stage.world.addresses.move(stage.b, "elsewhere");
        assertDone(order(stage, stage.b, "elsewhere", null, false));
        stage.script.calm();
        stage.write("books", "{\"id\":7,\"v\":2}");
        stage.run(20_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        lost.forEach(request -> stage.node(stage.b).handle(EmbeddedNodes.embedded(request)));
        stage.run(8000);
        stage.check(false);
    }

    @Test
    void another_node_is_refused_always_and_an_uncertain_one_unless_forced() {
        Stage stage = stage();
        assertRefused(order(stage, stage.b, stage.a.value(), null, true), "has that address already");
        stage.world.addresses.move(stage.a, "twin");
        assertRefused(order(stage, stage.b, "twin", null, true), "is not node-0b but node node-0a");
        assertDone(order(stage, stage.a, "twin", null, false));
        NodeId empty = new NodeId("empty");
        stage.world.nodes.add(empty);
        assertRefused(order(stage, stage.b, "empty", null, false), "it has nothing of the node's data");
        stage.world.nodes.add(new NodeId("silent"));
        stage.node(new NodeId("silent")).crash();
        assertRefused(order(stage, stage.b, "silent", null, false), "does not prove to be node-0b");
        assertThat(address(stage, stage.b)).isEqualTo(URI.create("http://node-0b"));
        assertDone(order(stage, stage.b, "silent", null, true));
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.DOWN);
        assertDone(order(stage, stage.b, "node-0b", null, false));
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.UP);
        assertThat(order(stage, new NodeId("none"), "x", null, true).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
        stage.check(false);
    }

    @Test
    void a_node_with_another_key_serves_again_when_miroir_knows_it() {
        Stage stage = stage();
        stage.world.addresses.lock(stage.b, "new");
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.DOWN);
        assertRefused(order(stage, stage.b, null, "old", false), "it refuses the key");
        assertDone(order(stage, stage.b, null, "new", false));
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.UP);
        assertThat(audited(stage)).contains("node key null changed").noneMatch(row -> row.contains("new"));
        stage.world.restart();
        stage.run(6000);
        assertThat(health(stage, stage.b)).isEqualTo(Health.UP);
        stage.check(false);
    }
}
