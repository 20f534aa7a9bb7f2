package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.TopologyWish;
import miroir.core.task.TaskStatus;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes come and go while clients write. */
class TopologyTest {
    private static final String[] TWENTY = IntStream.range(0, 20)
            .mapToObj(i -> "{\"id\":" + i + ",\"c\":" + i % 3 + "}")
            .toArray(String[]::new);

    @TempDir
    Path data;

    @Test
    void a_drained_node_gives_everything_away_and_is_safe_to_stop() {
        Stage stage = new Stage(data, 3, 2, 8);
        stage.write("books", TWENTY);
        OperationPicture done = stage.carryOut(Wishes.draining(stage.a));
        assertThat(done.safeToStop()).containsExactly(stage.a.value());
        assertThat(stage.stored(stage.a)).isEmpty();
        assertThat(stage.entry("books").routes().copies()).hasSize(16).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void only_what_an_operation_emptied_is_said_by_it_to_be_safe_to_stop() {
        Stage stage = new Stage(data, 3, 2, 8);
        stage.write("books", TWENTY);
        assertThat(stage.carryOut(Wishes.draining(stage.a)).safeToStop()).containsExactly(stage.a.value());
        NodeId fresh = new NodeId("node-0z");
        stage.world.nodes.add(fresh);
        assertThat(stage.carryOut(Wishes.adding(fresh)).safeToStop()).isEmpty();
        assertThat(stage.carryOut(Wishes.removing(stage.a)).safeToStop()).isEmpty();
        stage.check(false);
    }

    @Test
    void a_node_is_not_removed_while_an_index_on_it_is_being_deleted() {
        Stage stage = new Stage(data, 3, 1, 8);
        stage.write("books", TWENTY);
        stage.node(stage.b).stick(true);
        stage.world.submit(Simulation.dropping("books"));
        stage.run(2000);
        String removal = stage.begin(Wishes.removing(stage.a));
        stage.run(2000);
        assertThat(stage.operation(removal).finishedAt()).isNull();
        stage.world.restart();
        stage.node(stage.b).stick(false);
        stage.check(false);
        assertThat(stage.operation(removal).status()).isEqualTo(OperationStatus.SUCCEEDED);
    }

    @Test
    void plans_are_listed_with_what_applied_them() {
        Stage stage = new Stage(data, 3, 2, 8);
        stage.write("books", TWENTY);
        PlanPicture lost = requireNonNull(stage.world.ask(o -> o.plan(Wishes.losing(stage.b))));
        stage.run(10);
        PlanPicture drain = requireNonNull(stage.world.ask(o -> o.plan(Wishes.draining(stage.a))));
        Operator.Decision begun = requireNonNull(stage.world.ask(o -> o.apply(drain.planId(), Stage.TEST)));
        assertThat(requireNonNull(stage.world.ask(Operator::plans)))
                .containsExactly(
                        new PlanEntry(
                                drain.planId(),
                                drain.createdAt(),
                                "Drain " + stage.a,
                                true,
                                false,
                                drain.plan().totals(),
                                begun.id()),
                        new PlanEntry(
                                lost.planId(),
                                lost.createdAt(),
                                "What if " + stage.b + " fails",
                                false,
                                true,
                                lost.plan().totals(),
                                null));
    }

    @Test
    void a_new_node_takes_its_share_and_the_preview_was_right() {
        Stage stage = new Stage(data, 3, 2, 8);
        stage.write("books", TWENTY);
        NodeId fresh = new NodeId("node-0z");
        stage.world.nodes.add(fresh);
        TopologyWish wish = Wishes.adding(fresh);
        PlanPicture plan = requireNonNull(stage.world.ask(o -> o.plan(wish)));
        OperationPicture done = stage.carryOut(wish);
        assertThat(done.moves()).hasSize(plan.plan().totals().copies()).isNotEmpty();
        assertThat(stage.stored(fresh)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void more_copies_are_built_and_fewer_are_kept() {
        Stage stage = new Stage(data, 3, 1, 8);
        stage.write("books", TWENTY);
        stage.carryOut(Wishes.replicationFactor(3));
        assertThat(stage.entry("books").routes().copies()).hasSize(24);
        stage.write("books", "{\"id\":77}");
        stage.carryOut(Wishes.replicationFactor(2));
        stage.run(10_000);
        assertThat(stage.entry("books").routes().copies()).hasSize(16);
        stage.check(false);
    }

    @Test
    void a_node_that_missed_writes_is_brought_back_by_itself() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", "{\"id\":3,\"c\":9}", "{\"id\":99}");
        assertThat(stage.stored(stage.b)).contains(CopyState.STALE);
        stage.node(stage.b).restart();
        stage.run(20_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_wiped_node_serves_nothing_until_it_is_built_anew() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.node(stage.b).wipe();
        stage.run(30_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_node_with_a_stuck_queue_holds_no_writes_up_and_is_brought_back() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.node(stage.b).stick(true);
        assertThat(stage.write("books", "{\"id\":3,\"c\":9}").status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.stored(stage.b)).contains(CopyState.STALE);
        stage.node(stage.b).stick(false);
        stage.run(20_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_node_with_a_full_disk_is_left_out_until_it_writes_again() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.script.always(
                r -> r.node().equals(stage.b) && Faults.writes(r) && !r.path().endsWith("/tasks"),
                Faults.Fate.DISK_FULL);
        assertThat(stage.write("books", "{\"id\":3,\"c\":9}").status()).isEqualTo(TaskStatus.SUCCEEDED);
        stage.run(10_000);
        assertThat(stage.stored(stage.b)).contains(CopyState.STALE);
        assertThat(stage.world.engine().cluster().current().node(stage.b).observed())
                .isEqualTo(Health.READONLY);
        stage.script.calm();
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        stage.check(false);
    }

    @Test
    void copies_are_compared_from_time_to_time_and_a_wrong_one_is_mended() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.run(Duration.ofMinutes(50).toMillis());
        var entry = stage.entry("books");
        int rank = entry.routes().copies().stream()
                .filter(c -> c.node().equals(stage.b) && c.shard() == 0)
                .findFirst()
                .orElseThrow()
                .rank();
        stage.node(stage.b).lose(entry.volumeUid(stage.b, rank));
        stage.run(Duration.ofMinutes(15).toMillis());
        OperationPicture repair = stage.operations().stream()
                .filter(o -> o.kind() == OperationKind.REPAIR)
                .findFirst()
                .orElseThrow();
        assertThat(requireNonNull(repair.result()).repaired()).isPositive();
        stage.check(false);
    }

    /** Ruins what the node holds of the index. */
    private static void spoil(Stage stage, NodeId node) {
        var entry = stage.entry("books");
        entry.routes().copies().stream()
                .filter(copy -> copy.node().equals(node))
                .map(Copy::rank)
                .distinct()
                .forEach(rank -> stage.node(node).lose(entry.volumeUid(node, rank)));
        stage.run(1000);
    }

    private static OperationPicture.Result compared(Stage stage, boolean repair) {
        Operator.Decision begun = requireNonNull(stage.world.ask(o -> o.verify("books", repair, Stage.TEST)));
        stage.run(20_000);
        OperationPicture ended = stage.operation(begun.id());
        assertThat(ended.status()).isEqualTo(OperationStatus.SUCCEEDED);
        return requireNonNull(ended.result());
    }

    @Test
    void of_three_copies_the_two_that_agree_are_believed_whichever_is_searched_first() {
        for (int node = 0; node < 3; node++) {
            Stage stage = Stage.ofLight(data.resolve("node-" + node), 3, 3, 4);
            stage.write("books", TWENTY);
            stage.run(100);
            NodeId wrong = stage.world.ids().get(node);
            spoil(stage, wrong);
            OperationPicture.Result found = compared(stage, false);
            assertThat(found.compared()).isEqualTo(4);
            assertThat(found.differing()).isEqualTo(4);
            assertThat(found.repaired()).isZero();
            assertThat(found.verdicts()).hasSize(4).allSatisfy(verdict -> {
                assertThat(verdict.differing()).containsExactly(wrong.value());
                assertThat(verdict.believed()).hasSize(2);
                assertThat(verdict.why()).isEqualTo("2 of 3 copies agree");
            });
            assertThat(compared(stage, true).repaired()).isEqualTo(4);
            assertThat(stage.stored(wrong)).containsExactly(CopyState.IN_SYNC);
            assertThat(compared(stage, false).differing()).isZero();
            stage.check(false);
        }
    }

    @Test
    void of_two_copies_the_one_that_was_not_rebuilt_is_believed() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", TWENTY);
        stage.node(stage.b).wipe();
        stage.run(30_000);
        assertThat(stage.entry("books").routes().copies())
                .as("some are searched first on the node that was rebuilt")
                .anyMatch(copy -> copy.node().equals(stage.b) && copy.rank() == 0);
        spoil(stage, stage.b);
        OperationPicture.Result found = compared(stage, true);
        assertThat(found.verdicts()).hasSize(4).allSatisfy(verdict -> {
            assertThat(verdict.believed()).containsExactly(stage.a.value());
            assertThat(verdict.why()).startsWith("it has been in sync longest, since 2026-01-01T");
        });
        assertThat(found.repaired()).isEqualTo(4);
        stage.check(false);
    }

    @Test
    void a_canceled_drain_leaves_every_copy_where_it_serves() {
        Stage stage = new Stage(data, 3, 2, 8);
        stage.write("books", TWENTY);
        PlanPicture plan = requireNonNull(stage.world.ask(o -> o.plan(Wishes.draining(stage.a))));
        Operator.Decision begun = requireNonNull(stage.world.ask(o -> o.apply(plan.planId(), Stage.TEST)));
        stage.run(400);
        assertThat(requireNonNull(stage.world.ask(o -> o.cancel(begun.id(), Stage.TEST)))
                        .kind())
                .isEqualTo(Operator.Decision.Kind.DONE);
        stage.run(20_000);
        assertThat(stage.entry("books").routes().copies()).hasSize(16).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_node_is_not_removed_under_an_index_that_is_just_being_made() {
        for (int steps = 0; steps < 60; steps++) {
            Stage stage = new Stage(data.resolve("made" + steps), 3, 1, 8);
            TopologyWish wish = Wishes.removing(stage.a);
            PlanPicture plan = requireNonNull(stage.world.ask(o -> o.plan(wish)));
            stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1}")));
            AtomicInteger left = new AtomicInteger(steps);
            stage.world.steps.runUntil(() -> left.getAndDecrement() == 0, Duration.ofSeconds(1));
            Operator.Decision decision = requireNonNull(stage.world.ask(o -> o.apply(plan.planId(), Stage.TEST)));
            stage.run(2000);
            if (decision.kind() == Operator.Decision.Kind.DONE) {
                assertThat(stage.stored(stage.a))
                        .as("removed %s steps after", steps)
                        .isEmpty();
            }
            stage.check(false);
        }
    }

    @Test
    void a_plan_for_yesterdays_topology_is_not_applied() {
        Stage stage = new Stage(data, 4, 2, 8);
        stage.write("books", TWENTY);
        PlanPicture old = requireNonNull(stage.world.ask(o -> o.plan(Wishes.draining(stage.a))));
        stage.carryOut(Wishes.draining(stage.b));
        Operator.Decision decision = requireNonNull(stage.world.ask(o -> o.apply(old.planId(), Stage.TEST)));
        assertThat(decision.kind()).isEqualTo(Operator.Decision.Kind.OUTDATED);
        Optional<PlanPicture> instead = requireNonNull(stage.world.ask(o -> o.plan(decision.id())));
        assertThat(instead).isPresent();
    }
}
