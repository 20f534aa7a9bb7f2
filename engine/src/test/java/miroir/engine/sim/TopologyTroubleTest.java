package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Lifecycle;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.SearchReply;
import miroir.engine.store.StoredNode;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random histories found, told one by one. */
class TopologyTroubleTest {
    @TempDir
    Path data;

    @Test
    void a_deleted_index_does_not_stop_the_moves_of_others() {
        for (int delay = 100; delay <= 900; delay += 200) {
            Stage stage = new Stage(data.resolve("deleted" + delay), 3, 1, 4);
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            stage.write("films", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            String operation = stage.begin(Wishes.draining(stage.a));
            stage.run(delay);
            stage.world.perform(Simulation.dropping("books"));
            assertThat(stage.ended(operation)).as("deleted after " + delay).isEqualTo(OperationStatus.SUCCEEDED);
            assertThat(stage.stored(stage.a)).isEmpty();
            stage.check(false);
        }
    }

    @Test
    void a_stale_copy_is_not_brought_back_to_a_node_that_was_drained_meanwhile() {
        for (int delay = 1000; delay <= 4000; delay += 1000) {
            Stage stage = new Stage(data.resolve("drained" + delay), 3, 2, 4);
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            stage.node(stage.a).crash();
            stage.run(5000);
            stage.write("books", "{\"id\":1,\"c\":2}", "{\"id\":2,\"c\":2}", "{\"id\":3,\"c\":2}");
            stage.node(stage.a).restart();
            stage.run(delay);
            String operation = stage.begin(Wishes.draining(stage.a));
            assertThat(stage.ended(operation)).as("drained after " + delay).isEqualTo(OperationStatus.SUCCEEDED);
            stage.run(10_000);
            assertThat(stage.stored(stage.a)).isEmpty();
            assertThat(stage.entry("books").routes().copies()).hasSize(8).allMatch(c -> c.state() == CopyState.IN_SYNC);
            stage.check(false);
        }
    }

    @Test
    void renaming_an_index_while_its_copies_move_loses_nothing() {
        for (int delay = 100; delay <= 900; delay += 200) {
            Stage stage = new Stage(data.resolve("renamed" + delay), 3, 1, 4);
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            String operation = stage.begin(Wishes.draining(stage.a));
            stage.run(delay);
            stage.world.submit(Simulation.renaming("books", "films"));
            for (int i = 0; i < 20; i++) {
                stage.world.submit(stage.world.documents("films", "POST", List.of("{\"id\":" + i + "}")));
                stage.run(20);
            }
            assertThat(stage.ended(operation)).as("renamed after " + delay).isEqualTo(OperationStatus.SUCCEEDED);
            stage.check(false);
        }
    }

    @Test
    void a_copy_comes_back_though_an_old_document_in_its_volume_does_not_go_with_the_settings() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", "{\"id\":1,\"_geo\":\"nowhere\"}", "{\"id\":2}");
        stage.node(stage.b).crash();
        stage.run(5000);
        stage.world.perform(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
        stage.world.perform(Simulation.settings("books", "{\"filterableAttributes\":[\"_geo\"]}"));
        stage.node(stage.b).restart();
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        stage.check(false);
    }

    @Test
    void a_comparison_that_a_restart_interrupted_ends() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}");
        Operator.Decision begun = requireNonNull(stage.world.ask(o -> o.verify("books", false, Stage.TEST)));
        stage.world.restart();
        assertThat(stage.ended(begun.id())).isEqualTo(OperationStatus.FAILED);
    }

    @Test
    void a_probe_under_way_does_not_undo_what_is_wanted_of_its_node() {
        Stage stage = new Stage(data, 3, 2, 4);
        stage.script.always(
                request -> request.node().equals(stage.a) && request.path().equals("/tasks?limit=1"), Faults.Fate.SLOW);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        for (int i = 0; i < 8; i++) {
            stage.run(900 + 20 * i);
            String operation = stage.begin(Wishes.draining(stage.a));
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            stage.run(1500);
            assertThat(wanted(stage)).as("drained in round " + i).isEqualTo(Lifecycle.DRAINING);
            requireNonNull(stage.world.ask(o -> o.cancel(operation, Stage.TEST)));
            stage.run(5000);
        }
    }

    @Test
    void a_node_that_is_found_to_have_lost_its_data_is_drained_all_the_same() {
        for (int delay = 0; delay <= 1400; delay += 20) {
            Stage stage = new Stage(data.resolve("lost" + delay), 3, 2, 4);
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            stage.node(stage.a).wipe();
            stage.run(delay);
            stage.begin(Wishes.draining(stage.a));
            stage.run(3000);
            assertThat(wanted(stage)).as("drained after " + delay).isEqualTo(Lifecycle.DRAINING);
        }
    }

    @Test
    void a_canceled_move_that_was_committed_before_a_crash_keeps_its_copy() {
        Stage stage = new Stage(data, 3, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        String operation = stage.begin(Wishes.draining(stage.a));
        assertThat(stage.world.steps.runUntil(
                        () -> stage.entry("books").routes().copies().stream()
                                .anyMatch(c -> c.state() == CopyState.LEAVING),
                        Duration.ofMinutes(1)))
                .isTrue();
        // the commit is durable, the end of the move is not
        Copy gone = copy(stage, c -> c.state() == CopyState.LEAVING);
        Copy moved = copy(stage, c -> c.shard() == gone.shard() && c.since().equals(gone.since()) && !c.equals(gone));
        stage.node(moved.node()).crash();
        stage.world.restart();
        stage.run(6000);
        stage.write("books", "{\"id\":1,\"c\":2}", "{\"id\":2,\"c\":2}", "{\"id\":3,\"c\":2}");
        assertThat(copy(stage, same(moved)).state()).isEqualTo(CopyState.STALE);
        stage.node(moved.node()).restart();
        stage.world.steps.runUntil(() -> copy(stage, same(moved)).state() == CopyState.SYNCING, Duration.ofSeconds(20));
        requireNonNull(stage.world.ask(o -> o.cancel(operation, Stage.TEST)));
        stage.run(30_000);
        assertThat(stage.entry("books").routes().copies()).hasSize(8).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_search_under_way_finds_nothing_of_a_copy_that_comes_where_it_searches() {
        Stage stage = new Stage(data, 3, 1, 4);
        stage.write("books", Stage.FORTY);
        stage.script.always(request -> request.path().endsWith("/search"), Faults.Fate.SLOW);
        stage.begin(Wishes.draining(stage.a));
        List<CompletableFuture<SearchReply>> replies = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            replies.add(stage.search("books"));
            stage.run(10);
        }
        stage.run(5000);
        assertThat(stage.stored(stage.a)).isEmpty();
        for (CompletableFuture<SearchReply> reply : replies) {
            Stage.assertFound(40, reply);
        }
    }

    @Test
    void what_a_stuck_node_was_told_to_write_does_not_outlast_the_copy() {
        Stage stage = new Stage(data, 2, 1, 2);
        stage.write("books", Stage.FORTY);
        String operation = stage.begin(Wishes.draining(stage.a));
        assertThat(stage.world.steps.runUntil(
                        () -> stage.stored(stage.b).contains(CopyState.SYNCING), Duration.ofMinutes(1)))
                .isTrue();
        stage.node(stage.b).stick(true);
        assertThat(stage.world.steps.runUntil(() -> stage.sent.stream().anyMatch(Stage::isSync), Duration.ofMinutes(1)))
                .isTrue();
        stage.run(100);
        requireNonNull(stage.world.ask(o -> o.cancel(operation, Stage.TEST)));
        Copy built = copy(stage, c -> c.state() == CopyState.SYNCING);
        stage.change(List.of(stage.in(CopyState.LEAVING, built)), List.of());
        stage.run(100);
        stage.world.restart();
        stage.run(10_000);
        stage.node(stage.b).stick(false);
        stage.run(20_000);
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(1000);
        Stage.assertFound(40, reply);
    }

    @Test
    void copies_that_are_still_needed_go_once_others_are_in_sync_again() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        PlanPicture plan = requireNonNull(stage.world.ask(o -> o.plan(Wishes.replicationFactor(1))));
        Operator.Decision decision = requireNonNull(stage.world.ask(o -> o.apply(plan.planId(), Stage.TEST)));
        stage.script.times(2, Script.documentsTo(stage.a), Faults.Fate.FAILING_TASK);
        stage.write("books", "{\"id\":1,\"c\":2}", "{\"id\":2,\"c\":2}", "{\"id\":3,\"c\":2}");
        assertThat(stage.stored(stage.a)).contains(CopyState.STALE).doesNotContain(CopyState.LEAVING);
        assertThat(stage.ended(decision.id())).isEqualTo(OperationStatus.SUCCEEDED);
        stage.run(10_000);
        assertThat(stage.entry("books").routes().copies()).hasSize(4).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void the_copy_that_a_plan_keeps_is_brought_back_though_there_are_enough_others() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        TopologyWish wish = new TopologyWish(
                List.of(), List.of(stage.a), List.of(), List.of(), List.of(), List.of(), 1, List.of(), List.of());
        String operation = stage.begin(wish);
        stage.script.times(2, Script.documentsTo(stage.b), Faults.Fate.FAILING_TASK);
        stage.write("books", "{\"id\":1,\"c\":2}", "{\"id\":2,\"c\":2}", "{\"id\":3,\"c\":2}");
        assertThat(stage.stored(stage.b)).contains(CopyState.STALE);
        assertThat(stage.ended(operation)).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(stage.stored(stage.a)).isEmpty();
        assertThat(stage.entry("books").routes().copies()).hasSize(4).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void a_copy_given_up_before_it_is_claimed_is_not_brought_back() {
        Stage stage = new Stage(data, 2, 2, 1);
        stage.write("books", "{\"id\":1}");
        stage.node(stage.b).crash();
        stage.run(3000);
        stage.write("books", "{\"id\":2}");
        stage.node(stage.b).restart();
        assertThat(stage.world.steps.runUntil(() -> !stage.operations().isEmpty(), Duration.ofMinutes(1)))
                .isTrue();
        String resync = stage.operations().get(0).operationId();
        stage.run(100);
        stage.change(List.of(), List.of(copy(stage, c -> c.node().equals(stage.b))));
        stage.ended(resync);
        assertThat(stage.operation(resync).moves()).hasSize(1).allMatch(move -> move.phase() == MovePhase.CANCELED);
        stage.run(30_000);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void what_somebody_else_does_to_a_copy_while_it_is_compared_for_the_last_time_is_mended() {
        for (int delay = 50; delay <= 1000; delay += 50) {
            Stage stage = new Stage(data.resolve("after" + delay), 2, 2, 1);
            stage.write("books", Stage.FORTY);
            stage.node(stage.b).crash();
            stage.run(5000);
            stage.write("books", "{\"id\":1,\"c\":2}");
            stage.node(stage.b).restart();
            assertThat(reaches(stage, MovePhase.DELTA)).isTrue();
            // so that the list is read long after the documents were compared
            stage.script.always(
                    request -> request.node().equals(stage.b) && request.path().startsWith("/tasks?reverse"),
                    Faults.Fate.SLOW);
            assertThat(reaches(stage, MovePhase.VERIFY)).isTrue();
            stage.run(delay);
            Copy copy = copy(stage, c -> c.node().equals(stage.b));
            String volume = stage.entry("books").volumeUid(stage.b, copy.rank());
            stage.node(stage.b).byHand("DELETE", "/indexes/" + volume + "/documents", "");
            stage.run(60_000);
            assertThat(stage.stored(stage.b)).as("after " + delay).containsExactly(CopyState.IN_SYNC);
            stage.check(false);
        }
    }

    @Test
    void what_somebody_else_did_to_the_source_of_a_copy_does_not_spread() {
        for (int delay = 0; delay <= 1500; delay += 50) {
            Stage stage = new Stage(data.resolve("source" + delay), 3, 3, 1);
            stage.write("books", Stage.FORTY);
            stage.node(stage.b).crash();
            stage.run(5000);
            stage.write("books", "{\"id\":1,\"c\":2}");
            stage.node(stage.b).restart();
            assertThat(stage.world.steps.runUntil(
                            () -> stage.stored(stage.b).contains(CopyState.SYNCING), Duration.ofMinutes(1)))
                    .isTrue();
            String built = copy(stage, c -> c.node().equals(stage.b)).reason();
            Copy source = copy(stage, c -> built.endsWith(" " + c.node().value()));
            // so that it takes a while from its being seen until something follows from it
            stage.script.always(
                    request -> request.node().equals(source.node())
                            && request.path().startsWith("/tasks?limit=2&uids"),
                    Faults.Fate.SLOW);
            stage.run(delay);
            String volume = stage.entry("books").volumeUid(source.node(), source.rank());
            stage.node(source.node()).byHand("DELETE", "/indexes/" + volume + "/documents", "");
            stage.run(60_000);
            stage.check(false);
        }
    }

    /** Whether the newest operation's first move comes into that phase. */
    private static boolean reaches(Stage stage, MovePhase phase) {
        return stage.world.steps.runUntil(
                () -> stage.operations().stream()
                        .limit(1)
                        .flatMap(operation -> operation.moves().stream())
                        .anyMatch(move -> move.phase() == phase),
                Duration.ofMinutes(1));
    }

    @Test
    void a_missing_copy_is_built() {
        Stage stage = new Stage(data, 3, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        stage.run(100);
        Copy first = copy(stage, c -> c.rank() == 1);
        stage.change(List.of(), List.of(first));
        stage.run(10);
        assertThat(stage.entry("books").routes().copies()).hasSize(7);
        stage.run(30_000);
        assertThat(stage.entry("books").routes().copies()).hasSize(8).allMatch(c -> c.state() == CopyState.IN_SYNC);
        stage.check(false);
    }

    @Test
    void the_last_copy_of_a_shard_is_kept_without_holding_the_other_shards_up() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        stage.run(3000);
        List<Copy> changed = new ArrayList<>();
        for (Copy copy : stage.entry("books").routes().copies()) {
            if (copy.node().equals(stage.b)) {
                changed.add(stage.in(CopyState.LEAVING, copy));
            } else if (copy.shard() == 2) {
                changed.add(stage.in(CopyState.STALE, copy));
            }
        }
        stage.change(changed, List.of());
        stage.run(60_000);
        for (Copy copy : stage.entry("books").routes().copies()) {
            assertThat(copy.state())
                    .isEqualTo(
                            copy.shard() != 2
                                    ? CopyState.IN_SYNC
                                    : copy.node().equals(stage.b) ? CopyState.LEAVING : CopyState.STALE);
        }
        assertThat(stage.entry("books").routes().copies()).hasSize(8);
        assertThat(stage.operations().get(0).moves())
                .anyMatch(move ->
                        move.shard() == 2 && String.valueOf(move.error()).contains("no copy in sync"));
    }

    private static Predicate<Copy> same(Copy copy) {
        return c -> c.shard() == copy.shard() && c.node().equals(copy.node());
    }

    private static Copy copy(Stage stage, Predicate<Copy> which) {
        return stage.world.store.load().copies().values().stream()
                .flatMap(List::stream)
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    /** What the store says is wanted of the first node. */
    private static Lifecycle wanted(Stage stage) {
        return stage.world.store.load().nodes().stream()
                .map(StoredNode::node)
                .filter(node -> node.id().equals(stage.a))
                .findFirst()
                .orElseThrow()
                .wanted();
    }

    @Test
    void a_volume_that_never_got_its_settings_is_cleaned_for_the_copy_that_comes_there() {
        for (int delay = 500; delay <= 2500; delay += 500) {
            Stage stage = new Stage(data.resolve("bare" + delay), 2, 2, 4);
            stage.script.always(
                    request -> request.node().equals(stage.b)
                            && request.path().startsWith("/indexes/books")
                            && request.path().endsWith("/settings")
                            && request.method().equals("PATCH"),
                    Faults.Fate.SERVER_ERROR);
            stage.write("books", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
            String fewer = stage.begin(Wishes.replicationFactor(1));
            stage.run(delay);
            requireNonNull(stage.world.ask(o -> o.cancel(fewer, Stage.TEST)));
            String operation = stage.begin(Wishes.replicationFactor(2));
            stage.script.calm();
            assertThat(stage.ended(operation)).as("wanted again after " + delay).isEqualTo(OperationStatus.SUCCEEDED);
            stage.run(10_000);
            assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
            stage.check(false);
        }
    }
}
