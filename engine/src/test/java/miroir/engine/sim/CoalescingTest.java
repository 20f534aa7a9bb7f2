package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.CopyState;
import miroir.core.task.TaskStatus;
import miroir.engine.node.NodeRequest;
import miroir.engine.sim.Faults.Fate;
import miroir.engine.store.StoredTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small writes that are sent together. */
class CoalescingTest {
    private static final String ONE = "{\"id\":1,\"c\":1}";

    @TempDir
    Path data;

    @Test
    void small_writes_that_wait_share_a_request_and_stay_tasks_of_their_own() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", ONE);
        long first = submitTwenty(stage).get(0);
        stage.check(false);
        for (long uid = first; uid < first + 20; uid++) {
            assertThat(stage.world.task(uid).details()).contains("\"indexedDocuments\":1");
            assertThat(stage.world.task(uid).parts()).hasSize(2);
        }
        assertThat(stage.tags(stage.a)).hasSizeLessThan(6).anyMatch(tag -> tag.contains("-" + (first + 19) + ":"));
    }

    @Test
    void a_write_that_makes_others_fail_fails_alone() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", ONE);
        stage.script.always(
                request -> request.body() != null
                        && new String(request.body(), StandardCharsets.UTF_8).contains("\"c\":17"),
                Fate.FAILING_TASK);
        List<Long> uids = submitTwenty(stage);
        stage.check(true);
        for (int i = 0; i < 20; i++) {
            assertThat(stage.world.task(uids.get(i)).status())
                    .isEqualTo(i == 17 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
        }
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.IN_SYNC);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
    }

    @Test
    void what_succeeded_together_is_not_sent_again_when_others_failed() {
        Stage stage = new Stage(data, 2, 1, 8);
        stage.write("books", ONE);
        stage.script.always(request -> together(request) && request.node().equals(stage.b), Fate.FAILING_TASK);
        List<Long> uids = submitTwenty(stage);
        stage.check(false);
        assertThat(uids).allMatch(uid -> stage.world.task(uid).status().equals(TaskStatus.SUCCEEDED));
        assertThat(stage.tags(stage.b)).anyMatch(CoalescingTest::isTogether).hasSizeGreaterThan(5);
        assertThat(stage.tags(stage.a)).anyMatch(CoalescingTest::isTogether).hasSizeLessThan(4);
    }

    @Test
    void writes_sent_together_survive_a_kill_and_end_in_order() {
        for (Fate fate : List.of(Fate.DELIVERED, Fate.LOST_REQUEST, Fate.ZOMBIE, Fate.LOST_ANSWER)) {
            Stage stage = new Stage(data.resolve(fate.name()), 2, 2, 4);
            stage.write("books", ONE);
            stage.script.once(request -> together(request) && request.node().equals(stage.a), fate);
            submitTwenty(stage);
            assertThat(stage.world.steps.runUntil(
                            () -> stage.sent.stream().anyMatch(CoalescingTest::together), Duration.ofSeconds(5)))
                    .isTrue();
            stage.world.restart();
            stage.check(false);
        }
    }

    @Test
    void writes_that_reached_a_copy_together_count_there_when_they_are_sent_alone_after_a_kill() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", ONE);
        stage.script.once(request -> together(request) && request.node().equals(stage.b), Fate.LOST_REQUEST);
        submitTwenty(stage);
        assertThat(stage.world.steps.runUntil(
                        () -> stage.tags(stage.a).stream().anyMatch(CoalescingTest::isTogether), Duration.ofSeconds(5)))
                .isTrue();
        stage.script.always(Faults::addsDocuments, Fate.FAILING_TASK);
        stage.world.restart();
        stage.run(20_000);
        stage.script.calm();
        stage.check(true);
        assertThat(stage.stored(stage.a)).containsExactly(CopyState.IN_SYNC);
    }

    @Test
    void writes_that_failed_together_are_sent_alone_after_a_kill() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", ONE);
        stage.script.always(CoalescingTest::together, Fate.FAILING_TASK);
        List<Long> uids = submitTwenty(stage);
        assertThat(stage.world.steps.runUntil(
                        () -> List.of(stage.a, stage.b).stream()
                                .allMatch(n -> stage.tags(n).stream().anyMatch(CoalescingTest::isTogether)),
                        Duration.ofSeconds(5)))
                .isTrue();
        stage.world.restart();
        stage.check(false);
        assertThat(uids).allMatch(uid -> stage.world.task(uid).status().equals(TaskStatus.SUCCEEDED));
    }

    @Test
    void what_was_not_begun_before_a_kill_is_sent_together_after_it() {
        Stage stage = new Stage(data, 2, 2, 4);
        stage.write("books", ONE);
        stage.node(stage.a).crash();
        stage.node(stage.b).crash();
        stage.run(5000);
        submit(stage, 500);
        stage.world.kill();
        stage.node(stage.a).restart();
        stage.node(stage.b).restart();
        stage.world.restart();
        stage.sent.clear();
        stage.check(false);
        // the hundred that the first request was to carry may have been sent; they are looked up and sent alone
        assertThat(stage.sent.stream().filter(Script.documentsTo(stage.a))).hasSizeLessThan(110);
    }

    private static boolean isTogether(String tag) {
        return tag.matches(".*:\\d+-\\d+:.*");
    }

    private static boolean together(NodeRequest request) {
        return Faults.addsDocuments(request) && request.path().matches(".*%3A\\d+-\\d+%3A.*");
    }

    /** Twenty writes of three documents, each to one of them. */
    private static List<Long> submitTwenty(Stage stage) {
        return submit(stage, 20);
    }

    private static List<Long> submit(Stage stage, int writes) {
        List<CompletableFuture<StoredTask>> made = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            String document = "{\"id\":" + i % 3 + ",\"c\":" + i + "}";
            made.add(stage.world.promise(stage.world.documents("books", "PUT", List.of(document))));
        }
        stage.world.steps.runUntil(() -> made.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(10));
        return made.stream().map(m -> m.join().uid()).toList();
    }
}
