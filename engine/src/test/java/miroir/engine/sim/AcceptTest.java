package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.core.topology.NodeId;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.ClusterStatus;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.SearchReply;
import miroir.engine.api.ShardRemains;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.LostShards;
import miroir.engine.state.OutOfReach;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards that no copy in sync is left of, and the way back. */
class AcceptTest {
    @TempDir
    Path data;

    private static Decision order(Stage stage, AcceptWish wish) {
        return requireNonNull(stage.world.ask(o -> o.accept(wish, Stage.TEST)));
    }

    private static OperationPicture accepted(Stage stage, AcceptWish wish) {
        Decision decision = order(stage, wish);
        assertThat(decision.kind()).as(decision.message()).isEqualTo(Decision.Kind.DONE);
        assertThat(stage.ended(decision.id()))
                .as(stage.operation(decision.id()).toString())
                .isEqualTo(OperationStatus.SUCCEEDED);
        return stage.operation(decision.id());
    }

    private static AcceptWish all(boolean force) {
        return new AcceptWish("books", null, force);
    }

    private static List<ShardRemains> remains(Stage stage) {
        return requireNonNull(stage.world.ask(o -> o.remains("books", null))).orElseThrow();
    }

    private static Set<String> found(Stage stage) {
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.world.steps.runUntil(reply::isDone, Duration.ofSeconds(10));
        return Set.copyOf(Oracle.read(new String(reply.join().body(), StandardCharsets.UTF_8))
                .path("hits")
                .findValuesAsText("id"));
    }

    private static Set<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(String::valueOf).collect(Collectors.toSet());
    }

    private static String[] documents(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "{\"id\":" + i + "}").toArray(String[]::new);
    }

    /** Node b misses the documents from 40 on, then node a loses all. */
    private static Stage withoutCopyInSync(Stage stage) {
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", documents(40, 60));
        stage.node(stage.a).wipe();
        stage.run(6000);
        stage.node(stage.b).restart();
        stage.run(6000);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.STALE);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.STALE);
        return stage;
    }

    private static void assertWhole(Stage stage) {
        boolean whole = stage.world.steps.runUntil(
                () -> stage.entry("books").routes().copies().stream().allMatch(c -> c.state() == CopyState.IN_SYNC),
                Duration.ofMinutes(2));
        assertThat(whole).as(stage.entry("books").routes().copies().toString()).isTrue();
    }

    @Test
    void the_best_copies_are_accepted_and_the_others_built_from_them() {
        Stage stage = withoutCopyInSync(Stage.ofLight(data, 2, 2, 4));
        List<ShardRemains> remains = remains(stage);
        assertThat(remains).hasSize(4).allSatisfy(one -> {
            assertThat(one.isLost()).isTrue();
            assertThat(one.mayReturn()).containsExactly(stage.a.value());
            assertThat(one.candidates())
                    .extracting(ShardRemains.Candidate::node)
                    .containsExactly(stage.b.value(), stage.a.value());
            assertThat(one.candidates().get(0).documents()).isPositive();
            assertThat(one.candidates().get(0).writesSince()).isEqualTo(1);
            assertThat(one.candidates().get(0).reason()).contains("down");
            assertThat(one.candidates().get(1).documents()).isZero();
        });
        OperationPicture ended = accepted(stage, all(false));
        OperationPicture.Result result = requireNonNull(ended.result());
        assertThat(result.documents()).isEqualTo(40);
        assertThat(result.verdicts())
                .hasSize(4)
                .allSatisfy(verdict -> assertThat(verdict.believed()).containsExactly(stage.b.value()));
        assertThat(found(stage)).isEqualTo(ids(0, 40));
        assertThat(stage.write("books", documents(60, 80)).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertWhole(stage);
        stage.node(stage.b).crash();
        stage.run(6000);
        assertThat(found(stage)).hasSize(60).containsAll(ids(0, 40)).containsAll(ids(60, 80));
        assertThat(requireNonNull(stage.world.latest().nodes().get(stage.a)).former())
                .allSatisfy(life -> assertThat(life.copies()).isEmpty());
    }

    /** Accepts the copies on that node of all that nobody can read, whatever is given up for them. */
    private static AcceptWish named(Stage stage, NodeId node, boolean force) {
        return new AcceptWish(
                "books",
                remains(stage).stream()
                        .map(one -> new AcceptWish.Choice(one.shard(), node.value()))
                        .toList(),
                force);
    }

    private static void assertRefused(Decision decision, String... why) {
        assertThat(decision.kind()).as(decision.message()).isEqualTo(Decision.Kind.REFUSED);
        assertThat(decision.message()).contains(why);
    }

    @Test
    void a_shard_is_given_up_by_accepting_an_empty_copy() {
        Stage stage = Stage.ofLight(data, 2, 1, 4);
        stage.write("books", Stage.FORTY);
        stage.world.perform(Simulation.settings("books", "{\"sortableAttributes\":[\"year\"]}"));
        stage.run(3000);
        stage.node(stage.a).wipe();
        stage.run(6000);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.STALE);
        Set<String> left = found(stage);
        String[] why = {"last copy", stage.a.value(), "may come back"};
        assertThat(remains(stage)).allSatisfy(one -> assertThat(one.best()).isNull());
        assertRefused(order(stage, all(false)), why);
        assertRefused(order(stage, all(true)), why);
        assertRefused(order(stage, named(stage, stage.a, false)), why);
        assertRefused(order(stage, named(stage, stage.a, false)), "empty", "`force`");
        accepted(stage, named(stage, stage.a, true));
        assertThat(found(stage)).isEqualTo(left).isNotEmpty().hasSizeLessThan(40);
        stage.run(70_000);
        assertThat(stage.write("books", documents(40, 80)).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(found(stage)).hasSize(left.size() + 40);
        String volume = stage.entry("books").volumeUid(stage.a, 0);
        assertThat(stage.node(stage.a).read("/indexes/" + volume + "/settings").path("sortableAttributes"))
                .hasToString("[\"year\"]");
    }

    @Test
    void an_empty_copy_is_not_taken_while_the_node_that_has_the_documents_is_away() {
        Stage stage = withoutCopyInSync(Stage.ofLight(data, 2, 2, 4));
        stage.node(stage.b).crash();
        stage.run(6000);
        assertThat(remains(stage)).hasSize(4).allSatisfy(one -> {
            assertThat(one.candidates()).hasSize(2);
            assertThat(one.best()).isNull();
        });
        String[] why = {"copy on " + stage.b, "not counted", "node " + stage.b + " is down"};
        assertRefused(order(stage, all(false)), why);
        assertRefused(order(stage, all(true)), why);
        assertRefused(order(stage, named(stage, stage.a, false)), why);
        stage.node(stage.b).restart();
        stage.run(6000);
        accepted(stage, all(false));
        assertWhole(stage);
        assertThat(found(stage)).isEqualTo(ids(0, 40));
    }

    @Test
    void shards_of_which_nothing_is_recommended_are_left_and_named() {
        Stage stage = Stage.ofLight(data, 3, 2, 8);
        NodeId c = stage.world.ids().get(2);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", documents(40, 60));
        stage.node(stage.a).wipe();
        stage.node(c).wipe();
        stage.run(6000);
        stage.node(stage.b).restart();
        stage.run(6000);
        List<ShardRemains> left =
                remains(stage).stream().filter(one -> one.best() == null).toList();
        assertThat(remains(stage)).hasSize(8);
        assertThat(left)
                .isNotEmpty()
                .hasSizeLessThan(8)
                .allSatisfy(one -> assertThat(one.candidates())
                        .noneMatch(candidate -> candidate.node().equals(stage.b.value())));
        Decision decision = order(stage, all(false));
        assertThat(decision.kind()).isEqualTo(Decision.Kind.DONE);
        assertThat(decision.message())
                .contains("Left as they are: shard")
                .contains(left.stream().map(one -> String.valueOf(one.shard())).collect(Collectors.joining(", ")));
        assertThat(stage.ended(decision.id())).isEqualTo(OperationStatus.SUCCEEDED);
        OperationPicture.Result result =
                requireNonNull(stage.operation(decision.id()).result());
        assertThat(result.skipped()).isEqualTo(left.size());
        assertThat(result.verdicts()).hasSize(8);
        assertThat(result.verdicts().stream()
                        .filter(verdict -> verdict.believed().isEmpty())
                        .map(OperationPicture.Verdict::shard))
                .containsExactlyElementsOf(
                        left.stream().map(ShardRemains::shard).toList());
        assertThat(remains(stage)).extracting(ShardRemains::shard).hasSize(left.size());
    }

    @Test
    void a_cluster_that_finds_nothing_says_what_leads_out_of_it() {
        Stage stage = withoutCopyInSync(Stage.ofLight(data, 2, 2, 4));
        ClusterPicture lost = stage.world.engine().view().cluster();
        assertThat(lost.status()).isEqualTo(ClusterStatus.UNAVAILABLE);
        assertThat(lost.sentence()).contains("No index can be searched");
        assertThat(lost.attention()).singleElement().satisfies(one -> {
            assertThat(one.message())
                    .contains("4 shards of books have no copy in sync", "`accept-copy books --all`")
                    .contains("new writes are refused", "Acknowledged writes wait and are written to the copy")
                    .contains("where none is recommended", "`accept-copy books SHARD NODE --force`");
            assertThat(one.topic()).isEqualTo("ways-back");
        });
        assertThat(LostShards.of(stage.entry("books")).refusal("books"))
                .startsWith("Index `books`: 4 shards have no copy in sync; nothing was stored. They serve again when")
                .contains("`accept-copy books --all`");
        assertThat(LostShards.areAll(stage.world.engine().cluster().current().cluster()))
                .isTrue();
        stage.write("films", "{\"id\":1}");
        stage.run(3000);
        assertThat(stage.world.engine().view().cluster().status()).isEqualTo(ClusterStatus.PARTIAL);
        assertThat(LostShards.areAll(stage.world.engine().cluster().current().cluster()))
                .isFalse();
    }

    @Test
    void an_empty_copy_is_not_taken_beside_one_that_has_documents() {
        Stage stage = withoutCopyInSync(Stage.ofLight(data, 2, 2, 2));
        AcceptWish wish = named(stage, stage.a, false);
        assertRefused(order(stage, wish), "the copy on " + stage.b + " has");
    }

    /** Node b misses a write, then the node that has it is gone for good. */
    private static Stage withoutNode(Stage stage) {
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", documents(40, 60));
        stage.node(stage.a).crash();
        stage.node(stage.b).restart();
        stage.run(6000);
        return stage;
    }

    @Test
    void a_cluster_whose_copies_in_sync_are_out_of_reach_says_so_until_some_shard_can_be_read() {
        Stage stage = withoutNode(Stage.ofLight(data, 2, 2, 4));
        assertThat(LostShards.areAll(stage.world.engine().cluster().current().cluster()))
                .isFalse();
        assertThat(OutOfReach.reason(stage.world.engine().cluster().current()).orElseThrow())
                .contains("No index can be searched", "(" + stage.a + ")", "`accept-copy INDEX --all --force`");
        stage.node(stage.a).restart();
        stage.run(6000);
        assertThat(OutOfReach.reason(stage.world.engine().cluster().current())).isEmpty();
        stage.node(stage.b).crash();
        stage.run(6000);
        assertThat(OutOfReach.reason(stage.world.engine().cluster().current())).isEmpty();
    }

    @Test
    void what_waits_for_a_node_that_is_gone_goes_to_the_accepted_copy_once_and_in_order() {
        Stage stage = withoutNode(Stage.ofLight(data, 2, 2, 4));
        CompletableFuture<StoredTask> one = stage.world.promise(
                stage.world.documents("books", "POST", List.of("{\"id\":7,\"v\":2}", "{\"id\":8,\"v\":2}")));
        // it is under way alone before the others come, which would be sent together with it
        stage.run(2000);
        CompletableFuture<StoredTask> two =
                stage.world.promise(stage.world.documents("books", "PUT", List.of("{\"id\":7,\"w\":3}")));
        stage.run(20_000);
        long last = two.join().uid();
        assertThat(stage.world.task(last).finishedAt()).isNull();
        Decision refused = order(stage, all(false));
        assertThat(refused.kind()).isEqualTo(Decision.Kind.REFUSED);
        assertThat(refused.message()).contains("cannot be read now", "force");
        accepted(stage, all(true));
        assertThat(stage.world.steps.runUntil(stage.world::idle, Duration.ofMinutes(2)))
                .isTrue();
        assertThat(stage.world.task(one.join().uid()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.world.task(last).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(stage.tags(stage.b)).doesNotHaveDuplicates();
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(1000);
        String body = new String(reply.join().body(), StandardCharsets.UTF_8);
        assertThat(body).contains("{\"id\":7,\"v\":2,\"w\":3}", "{\"id\":8,\"v\":2}");
        stage.node(stage.a).restart();
        assertWhole(stage);
        assertThat(found(stage)).isEqualTo(ids(0, 40));
    }

    @Test
    void what_waits_goes_to_the_accepted_shard_also_where_the_volume_took_it_for_others() {
        Stage stage = Stage.ofLight(data, 2, 2, 8);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.node(stage.b).crash();
        stage.run(6000);
        stage.write("books", "{\"id\":7,\"v\":1}");
        stage.node(stage.a).crash();
        stage.node(stage.b).restart();
        stage.run(6000);
        assertThat(stage.entry("books").routes().copies().stream().filter(copy -> copy.state() == CopyState.STALE))
                .hasSize(1);
        CompletableFuture<StoredTask> waiting = stage.world.promise(stage.world.documents(
                "books",
                "PUT",
                IntStream.range(0, 40)
                        .mapToObj(i -> "{\"id\":" + i + ",\"w\":2}")
                        .toList()));
        stage.run(20_000);
        accepted(stage, all(true));
        assertThat(stage.world.steps.runUntil(stage.world::idle, Duration.ofMinutes(2)))
                .isTrue();
        assertThat(stage.world.task(waiting.join().uid()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.run(1000);
        String body = new String(reply.join().body(), StandardCharsets.UTF_8);
        assertThat(body).contains("{\"id\":7,\"w\":2}");
    }

    @Test
    void a_copy_in_sync_that_can_be_read_is_never_given_up() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        AcceptWish one = AcceptWish.of("books", 2, stage.a.value(), true);
        assertThat(order(stage, one).message()).contains("has a copy in sync");
        assertThat(order(stage, all(true)).message()).contains("nothing has to be accepted");
        assertThat(order(stage, new AcceptWish("none", null, true)).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    }

    @Test
    void a_kill_while_copies_are_accepted_leaves_each_accepted_or_not() {
        for (int calls = 1; calls < 60; calls += 7) {
            Stage stage = withoutCopyInSync(Stage.ofLight(data.resolve("kill" + calls), 2, 2, 2));
            Unattended.run(stage.world.engine().operator().accept(all(false), Stage.TEST), "accepting copies");
            stage.world.killAt(calls);
            stage.run(5000);
            stage.world.restart();
            stage.run(6000);
            if (!remains(stage).isEmpty()) {
                accepted(stage, all(false));
            }
            assertWhole(stage);
            assertThat(found(stage)).as("killed at call " + calls).isEqualTo(ids(0, 40));
        }
    }

    @Test
    void what_was_sent_before_does_not_arrive_in_an_accepted_copy() {
        Stage stage = Stage.ofLight(data, 2, 2, 2);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        stage.script.always(Script.documentsTo(stage.b), Faults.Fate.LOST_REQUEST);
        stage.sent.clear();
        stage.write("books", documents(40, 60));
        List<NodeRequest> lost =
                stage.sent.stream().filter(Script.documentsTo(stage.b)).toList();
        assertThat(lost).isNotEmpty();
        stage.script.calm();
        stage.node(stage.a).wipe();
        assertThat(stage.world.steps.runUntil(
                        () -> stage.stored(stage.a).equals(List.of(CopyState.STALE)), Duration.ofMinutes(1)))
                .isTrue();
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.STALE);
        stage.run(3000);
        accepted(stage, all(false));
        assertThat(found(stage)).isEqualTo(ids(0, 40));
        lost.forEach(request -> stage.node(stage.b).handle(EmbeddedNodes.embedded(request)));
        stage.run(8000);
        assertThat(found(stage)).isEqualTo(ids(0, 40));
        assertWhole(stage);
    }
}
