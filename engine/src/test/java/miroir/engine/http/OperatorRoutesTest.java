package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.engine.api.Operator.Decision;
import miroir.engine.error.Json;
import miroir.engine.store.RandomPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorRoutesTest {
    private static final String OPERATION = "/_miroir/operations/op-9";

    private final FakeOperator operator = new FakeOperator();

    @TempDir
    Path folder;

    private ServedApi api;

    @BeforeEach
    void start() {
        api = new ServedApi(folder, operator);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private TopologyWish wished(String body) {
        ServedApi.Answer answer = api.post("/_miroir/plans", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return Objects.requireNonNull(operator.wish);
    }

    private void isError(ServedApi.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.body().path("code").asText()).as(answer.text()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).isNotEmpty();
    }

    @Test
    void every_field_of_a_wish_reaches_the_planner() {
        TopologyWish wish = wished("""
                {"addNodes": [{"id": "d", "address": "HTTP://H:7700/", "group": 2, "key": "k"}],
                 "drainNodes": ["a"], "removeNodes": ["b", "c"],
                 "replaceNodes": [{"from": "e", "to": {"id": "f", "address": "http://f"}}],
                 "addGroups": [{"group": 3, "nodes": [{"id": "g", "address": "http://g:1"},
                                                      {"id": "h", "address": "http://h:1", "group": 3}]}],
                 "removeGroups": [1], "replicationFactor": 3, "failNodes": ["x"], "failGroups": [0]}
                """);

        assertThat(wish.addNodes()).hasSize(1);
        TopologyWish.NewNode added = wish.addNodes().get(0);
        assertThat(added.address()).hasToString("http://h:7700");
        assertThat(added.group()).isEqualTo(new GroupId(2));
        assertThat(added.key()).isEqualTo("k");
        assertThat(wish.drainNodes()).containsExactly(new NodeId("a"));
        assertThat(wish.removeNodes()).containsExactly(new NodeId("b"), new NodeId("c"));
        assertThat(wish.replaceNodes().get(0).from()).isEqualTo(new NodeId("e"));
        assertThat(wish.replaceNodes().get(0).to().id()).isEqualTo(new NodeId("f"));
        assertThat(wish.addGroups().get(0).nodes())
                .extracting(TopologyWish.NewNode::group)
                .containsExactly(new GroupId(3), new GroupId(3));
        assertThat(wish.removeGroups()).containsExactly(new GroupId(1));
        assertThat(wish.replicationFactor()).isEqualTo(3);
        assertThat(wish.failNodes()).containsExactly(new NodeId("x"));
        assertThat(wish.failGroups()).containsExactly(new GroupId(0));
    }

    @Test
    void an_empty_object_wishes_for_nothing_new() {
        assertThat(wished("{}")).isEqualTo(TopologyWish.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{\"drain\": []}",
                "{\"drainNodes\": \"a\"}",
                "{\"drainNodes\": [1]}",
                "{\"drainNodes\": [\"\"]}",
                "{\"drainNodes\": [\"a b\"]}",
                "{\"drainNodes\": [\"a\", \"a\"]}",
                "{\"drainNodes\": [\"a\"], \"drainNodes\": [\"b\"]}",
                "{\"drainNodes\": null}",
                "{\"removeGroups\": [-1]}",
                "{\"removeGroups\": [1.5]}",
                "{\"removeGroups\": [\"1\"]}",
                "{\"removeGroups\": [1, 1]}",
                "{\"replicationFactor\": 0}",
                "{\"replicationFactor\": \"2\"}",
                "{\"replicationFactor\": 99999999999}",
                "{\"addNodes\": {}}",
                "{\"addNodes\": [{}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"group\": 0}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\"}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"ftp://d\", \"group\": 0}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://u:p@d\", \"group\": 0}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"rank\": 1}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": \"\"}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": \" k\"}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": \"k\\n\"}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": \"sealed:k\"}]}",
                "{\"replaceNodes\": [{\"from\": \"a\"}]}",
                "{\"replaceNodes\": [{\"from\": \"a\", \"to\": \"b\"}]}",
                "{\"addGroups\": [{\"group\": 3}]}",
                "{\"addGroups\": [{\"group\": 3, \"nodes\": [{\"id\": \"g\", \"address\": \"http://g\", \"group\": 4}]}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0}, {\"id\": \"d\", \"address\": \"http://e\", \"group\": 0}]}",
                "{\"addGroups\": [{\"group\": 3, \"nodes\": [{\"id\": \"g\", \"address\": \"http://g\"}, {\"id\": \"g\", \"address\": \"http://h\"}]}]}"
            })
    void a_wish_with_a_fault_is_refused(String body) {
        isError(api.post("/_miroir/plans", body), 400, "bad_request");
        assertThat(operator.wish).isNull();
    }

    @Test
    void a_wish_without_a_body_or_with_a_broken_one_is_refused() {
        isError(api.post("/_miroir/plans", ""), 400, "missing_payload");
        isError(api.post("/_miroir/plans", "{\"drainNodes\": [\"a\""), 400, "malformed_payload");
        isError(api.post("/_miroir/plans"), 415, "missing_content_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": \"hush-1\"}]}",
                "{\"addNodes\": [{\"id\": \"d\", \"address\": \"http://d\", \"group\": 0, \"key\": [\"hush-1\"]}]}",
                "{\"addNodes\": {\"key\": \"hush-1\"}}",
                "{\"addNodes\": [[{\"key\": \"hush-1\"}]]}",
                "{\"drainNodes\": {\"key\": \"hush-1\"}}",
                "{\"addNodes\": [{\"key\": \"hush-1\"}]}",
                "[{\"key\": \"hush-1\"}]",
                "{\"replaceNodes\": [{\"from\": \"a\", \"to\": {\"id\": \"b\", \"address\": \"http://b\", \"key\": \"hush-1\"}}]}",
                "{\"addGroups\": [{\"group\": 1, \"nodes\": [{\"id\": \"b\", \"address\": \"http://b\", \"key\": \"hush-1\"}]}]}"
            })
    void a_node_key_is_never_shown(String body) {
        assertThat(api.post("/_miroir/plans", body).text()).doesNotContain("hush-1");
        for (String id : operator.plans.keySet()) {
            assertThat(api.get("/_miroir/plans/" + id).text()).doesNotContain("hush-1");
        }
        assertThat(String.valueOf(operator.wish)).doesNotContain("hush-1");
    }

    @Test
    void a_plan_has_the_promised_members_and_is_found_again_unchanged() {
        operator.seed = 4;
        ServedApi.Answer made = api.post("/_miroir/plans", "{\"drainNodes\": [\"a\"]}");
        JsonNode plan = made.body();

        assertThat(names(plan))
                .contains(
                        "planId",
                        "topologyVersion",
                        "applicable",
                        "refusals",
                        "unchecked",
                        "moves",
                        "totals",
                        "etaMs",
                        "balance",
                        "survivors",
                        "peakExtraBytes",
                        "drops",
                        "breaches",
                        "createdAt");
        assertThat(plan.path("createdAt").asText()).isEqualTo("2026-03-01T12:00:00.500Z");
        assertThat(plan.path("wish")).isEqualTo(Json.read("{\"drainNodes\":[\"a\"]}"));
        assertThat(names(plan.path("totals")))
                .containsExactly("copies", "documents", "bytes", "minimumCopies", "ratio");
        assertThat(names(plan.path("etaMs"))).containsExactly("low", "high", "basis");
        assertThat(names(plan.path("balance"))).containsExactly("before", "after", "nodes");
        assertThat(names(plan.path("survivors"))).containsExactly("before", "during", "after");
        assertThat(plan.path("moves").size())
                .isEqualTo(RandomPlan.of(4).moves().size())
                .isPositive();
        assertThat(names(plan.path("moves").path(0)))
                .contains("index", "shard", "from", "to", "documents", "bytes", "reason", "rank", "group");
        String id = plan.path("planId").asText();
        assertThat(api.get("/_miroir/plans/" + id).body()).isEqualTo(made.body());
        isError(api.get("/_miroir/plans/none"), 404, "plan_not_found");
    }

    @Test
    void the_latest_plans_are_listed_in_short() {
        assertThat(api.get("/_miroir/plans").text()).isEqualTo("[]");
        String id = api.post("/_miroir/plans", "{\"drainNodes\": [\"a\"]}")
                .body()
                .path("planId")
                .asText();
        boolean applicable =
                api.get("/_miroir/plans/" + id).body().path("applicable").asBoolean();
        assertThat(api.get("/_miroir/plans").body())
                .isEqualTo(Json.read("[{\"planId\": \"" + id + "\", \"createdAt\": \"2026-03-01T12:00:00.500Z\","
                        + " \"title\": \"Drain a\", \"applicable\": " + applicable + ", \"whatIf\": false,"
                        + " \"operationId\": \"op-9\", \"totals\": {\"copies\": 3, \"documents\": 1234,"
                        + " \"bytes\": 2000000, \"minimumCopies\": 2, \"ratio\": 1.5}}]"));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void an_applied_plan_is_answered_with_its_operation() {
        ServedApi.Answer answer = api.post("/_miroir/plans/plan-1/apply");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("operationId").asText()).isEqualTo("op-9");
        assertThat(operator.asked).containsExactly("apply plan-1 by api");
    }

    @Test
    void an_outdated_plan_is_answered_with_the_new_one() {
        operator.decision = new Decision(Decision.Kind.OUTDATED, "plan-2", "The topology moved on.");
        ServedApi.Answer answer = api.post("/_miroir/plans/plan-1/apply");

        isError(answer, 409, "plan_outdated");
        assertThat(answer.body().path("type").asText()).isEqualTo("miroir");
        assertThat(answer.body().path("planId").asText()).isEqualTo("plan-2");
    }

    @ParameterizedTest
    @CsvSource({
        "plans/p/apply, plan_refused, plan_not_found",
        "operations/op-9/pause, operation_refused, operation_not_found",
        "operations/op-9/resume, operation_refused, operation_not_found",
        "operations/op-9/cancel, operation_refused, operation_not_found",
        "operations/op-9/retry, operation_refused, operation_not_found",
        "indexes/books/verify, operation_refused, index_not_found",
        "indexes/books/repair, operation_refused, index_not_found"
    })
    void what_cannot_be_done_is_a_409_and_what_is_not_there_a_404(String path, String refused, String absent) {
        operator.decision = new Decision(Decision.Kind.REFUSED, "", "It has ended.");
        isError(api.post("/_miroir/" + path), 409, refused);
        operator.decision = new Decision(Decision.Kind.NOT_FOUND, "", "");
        isError(api.post("/_miroir/" + path), 404, absent);
    }

    @Test
    void operations_are_steered_by_their_id() {
        for (String order : List.of("pause", "resume", "cancel", "retry")) {
            assertThat(api.post(OPERATION + "/" + order).status()).isEqualTo(200);
        }
        assertThat(api.post("/_miroir/indexes/books/verify").status()).isEqualTo(202);
        assertThat(api.send(api.request("/_miroir/indexes/books/repair")
                                .header("User-Agent", "miroir-cli/1")
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(202);

        assertThat(operator.asked)
                .containsExactly(
                        "pause op-9 by api",
                        "resume op-9 by api",
                        "cancel op-9 by api",
                        "retry op-9 by api",
                        "verify books by api",
                        "repair books by cli");
    }

    @Test
    void a_throttle_keeps_what_it_does_not_name() {
        assertThat(api.post(OPERATION + "/throttle", "{\"bytesPerSecond\": 5}").status())
                .isEqualTo(200);
        api.post(OPERATION + "/throttle", "{\"concurrentMoves\": 7}");
        api.post(OPERATION + "/throttle", "{\"bytesPerSecond\": 0, \"concurrentMoves\": 1}");

        assertThat(operator.asked)
                .containsExactly("throttle op-9 5 2 by api", "throttle op-9 1000 7 by api", "throttle op-9 0 1 by api");
        isError(api.post("/_miroir/operations/none/throttle", "{\"concurrentMoves\": 7}"), 404, "operation_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"bytesPerSecond\": -1}",
                "{\"concurrentMoves\": 0}",
                "{\"concurrentMoves\": \"2\"}",
                "{\"bytes\": 1}"
            })
    void a_throttle_with_a_fault_is_refused(String body) {
        isError(api.post(OPERATION + "/throttle", body), 400, "bad_request");
        assertThat(operator.asked).isEmpty();
    }

    @Test
    void an_operation_is_shown_with_its_moves() {
        assertThat(api.get(OPERATION).body()).isEqualTo(Json.read("""
                {"operationId": "op-9", "planId": "plan-1", "kind": "topology", "title": "Drain node-3",
                 "status": "paused", "phase": "copying", "startedAt": "2026-03-01T12:00:00.500Z", "finishedAt": null,
                 "error": null, "progress": {"copiesDone": 1, "copies": 2, "documentsDone": 300, "documents": 400},
                 "throttle": {"bytesPerSecond": 1000, "concurrentMoves": 2}, "result": null,
                 "moves": [{"index": "books", "shard": 4, "from": null, "to": "node-1", "phase": "hold",
                            "documentsDone": 5, "documents": 6, "holdMs": 7, "attempts": 1, "error": "slow"}],
                 "safeToStop": ["node-3"]}
                """));
        assertThat(api.get("/_miroir/operations/op-8").body().path("result"))
                .isEqualTo(
                        Json.read(
                                "{\"compared\": 128, \"differing\": 2, \"repaired\": 0, \"skipped\": 1, \"verdicts\": [{\"shard\": 3,"
                                        + " \"believed\": [\"a\", \"b\"], \"differing\": [\"c\"], \"why\": \"2 of 3 copies agree\"}]}"));
        assertThat(api.get("/_miroir/operations").body()).hasSize(2);
        isError(api.get("/_miroir/operations/none"), 404, "operation_not_found");
    }

    @Test
    void without_an_operator_the_calls_are_not_supported() {
        try (ServedApi bare = new ServedApi(folder.resolve("bare"), null)) {
            isError(bare.get("/_miroir/operations"), 501, "miroir_not_supported");
            isError(bare.post("/_miroir/plans", "{}"), 501, "miroir_not_supported");
        }
    }
}
