package miroir.engine.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import org.junit.jupiter.api.Test;

/** An answer that is not of the shape that was asked for is no answer, whatever was asked. */
class NodeApiTest {
    private static final NodeId NODE = new NodeId("a");
    private static final String TASK =
            "{\"uid\":7,\"indexUid\":\"x\",\"status\":\"succeeded\",\"type\":\"indexCreation\",\"enqueuedAt\":\"then\",\"error\":null}";

    /** Each question, and an answer of its shape. */
    private static final Map<String, Case> QUESTIONS = Map.of(
            "take",
                    new Case(
                            api -> api.take(NodeRequest.get(NODE, "/", java.time.Duration.ofSeconds(1))),
                            "{\"taskUid\":7,\"enqueuedAt\":\"then\"}"),
            "tasks", new Case(api -> api.tasks(NODE, List.of(7L)), page(TASK)),
            "tasksFrom", new Case(api -> api.tasksFrom(NODE, 7, 1), page(TASK)),
            "index",
                    new Case(
                            api -> api.index(NODE, "x"),
                            "{\"uid\":\"x\",\"primaryKey\":null,\"createdAt\":\"then\",\"updatedAt\":\"then\"}"),
            "indexes", new Case(api -> api.indexes(NODE), "{\"results\":[],\"offset\":0,\"limit\":1,\"total\":0}"),
            "settings", new Case(api -> api.settings(NODE, "x"), "{\"rankingRules\":[],\"filterableAttributes\":[]}"),
            "version", new Case(api -> api.version(NODE), "{\"pkgVersion\":\"1.50.0\"}"),
            "stats",
                    new Case(
                            api -> api.stats(NODE),
                            "{\"databaseSize\":1,\"usedDatabaseSize\":1,\"lastUpdate\":null,\"indexes\":{}}"),
            "counts",
                    new Case(
                            api -> api.counts(NODE, "x", "f"),
                            "{\"hits\":[],\"facetDistribution\":{\"f\":{\"a\":1}}}"));

    private static final List<String> NOISE = List.of(
            "",
            " ",
            "null",
            "1",
            "[]",
            "{}",
            "\"ok\"",
            "<html><body>please wait</body></html>",
            "{\"status\":\"available\"}",
            "{\"results\":{}}",
            "{\"results\":[1],\"total\":1,\"next\":null}");

    private record Case(Question question, String right) {}

    @FunctionalInterface
    private interface Question {
        CompletableFuture<? extends Answer<?>> ask(NodeApi api);
    }

    private static String page(String task) {
        return "{\"results\":[" + task + "],\"total\":1,\"limit\":1,\"from\":7,\"next\":null}";
    }

    private static Answer<?> asked(Question question, NodeReply reply) {
        NodeApi api = new NodeApi(request -> CompletableFuture.completedFuture(reply), Runnable::run, Runnable::run);
        return question.ask(api).join();
    }

    private static NodeReply answered(int status, String body) {
        return new NodeReply.Answered(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void each(BiFunction<String, Case, Void> check) {
        QUESTIONS.forEach(check::apply);
    }

    @Test
    void what_was_asked_for_is_read() {
        each((name, one) -> {
            assertThat(asked(one.question, answered(200, one.right))).as(name).isInstanceOf(Answer.Said.class);
            return null;
        });
    }

    @Test
    void noise_is_no_answer() {
        each((name, one) -> {
            for (String noise : NOISE) {
                assertThat(asked(one.question, answered(200, noise)))
                        .as(name + " " + noise)
                        .isInstanceOf(Answer.Silent.class);
            }
            return null;
        });
    }

    @Test
    void an_answer_that_was_cut_is_no_answer() {
        each((name, one) -> {
            for (int end = 0; end < one.right.length(); end++) {
                String cut = one.right.substring(0, end);
                assertThat(asked(one.question, answered(200, cut)))
                        .as(name + " " + cut)
                        .isInstanceOf(Answer.Silent.class);
            }
            return null;
        });
    }

    @Test
    void the_answer_to_another_question_is_no_answer() {
        each((name, one) -> {
            QUESTIONS.forEach((otherName, other) -> {
                if (!one.right.equals(other.right)) {
                    assertThat(asked(one.question, answered(200, other.right)))
                            .as(name + " answered as " + otherName)
                            .isInstanceOf(Answer.Silent.class);
                }
            });
            return null;
        });
    }

    @Test
    void only_a_node_refuses() {
        String refusal = "{\"message\":\"no\",\"code\":\"index_not_found\",\"type\":\"invalid_request\",\"link\":\"\"}";
        each((name, one) -> {
            assertThat(asked(one.question, answered(404, refusal))).as(name).isInstanceOf(Answer.Refused.class);
            assertThat(asked(one.question, answered(404, "<html>"))).as(name).isInstanceOf(Answer.Silent.class);
            assertThat(asked(one.question, answered(502, "{\"error\":\"gone\"}")))
                    .as(name)
                    .isInstanceOf(Answer.Silent.class);
            return null;
        });
    }

    @Test
    void time_spent_waiting_for_a_connection_is_not_the_nodes_fault() {
        Case one = QUESTIONS.values().iterator().next();
        assertThat(asked(one.question, new NodeReply.Busy("all are in use")).isBusy())
                .isTrue();
        assertThat(asked(one.question, new NodeReply.NotSent("refused")).isBusy())
                .isFalse();
        assertThat(asked(one.question, new NodeReply.Unknown("late", true)).isBusy())
                .isFalse();
    }
}
