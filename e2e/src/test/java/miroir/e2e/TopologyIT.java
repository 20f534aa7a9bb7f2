package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operations that are disturbed at a chosen moment. Each test has a node and an index of its own. */
final class TopologyIT {
    private static final int DOCUMENTS = 400;

    private static @Nullable Fleet started;

    @BeforeAll
    static void start() {
        started = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 5, 2, 12, true));
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static Fleet fleet() {
        return Objects.requireNonNull(started);
    }

    private static Api miroir() {
        return fleet().miroir();
    }

    @Test
    void a_node_with_a_full_disk_holds_no_write_up_and_is_repaired_later() {
        create("full");
        int full = 4;
        fleet().nodeProgram(full).kill();
        fleet().restartNodeWithSmallDisk(full);
        Api.until("the node is back", () -> health(full).equals("up"));
        for (int round = 0; round < 4; round++) {
            miroir().succeed(miroir().post("/indexes/full/documents", documents("long ".repeat(300), DOCUMENTS)));
        }
        assertThat(states("full", full)).containsAnyOf("stale", "syncing");
        assertComplete("full");
        fleet().nodeProgram(full).kill();
        fleet().restartNode(full);
        awaitInSync("full");
        assertComplete("full");
        assertSame("full");
    }

    @Test
    void a_drain_whose_node_is_killed_ends_when_the_node_is_back() {
        create("returns");
        int leaving = 0;
        String operation = pausedDrain(leaving);
        fleet().nodeProgram(leaving).kill();
        Api.until("the loss is seen", () -> health(leaving).equals("down"));
        steer(operation, "resume");
        add("returns", DOCUMENTS, DOCUMENTS);
        assertThat(operation(operation).path("status").asText()).isEqualTo("running");
        fleet().restartNode(leaving);
        JsonNode ended = awaitEnd(operation);
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.path("safeToStop").path(0).asText()).isEqualTo(fleet().nodeId(leaving));
        assertThat(states("returns", leaving)).isEmpty();
        Set<String> volumes = new HashSet<>();
        fleet().node(leaving)
                .get("/indexes?limit=1000")
                .json()
                .path("results")
                .forEach(index -> volumes.add(index.path("uid").asText()));
        assertThat(volumes).isSubsetOf("miroir-meta", "miroir-catalogue");
        assertComplete("returns");
        assertSame("returns");
    }

    @Test
    void a_drain_whose_node_stays_away_is_canceled_without_a_loss() {
        create("stays");
        int leaving = 1;
        String operation = pausedDrain(leaving);
        fleet().nodeProgram(leaving).kill();
        Api.until("the loss is seen", () -> health(leaving).equals("down"));
        steer(operation, "resume");
        add("stays", DOCUMENTS, DOCUMENTS);
        steer(operation, "cancel");
        assertThat(awaitEnd(operation).path("status").asText()).isEqualTo("canceled");
        assertComplete("stays");
        fleet().restartNode(leaving);
        awaitInSync("stays");
        assertComplete("stays");
        assertSame("stays");
    }

    @Test
    void an_operation_that_miroir_was_killed_in_ends_as_planned() {
        create("killed");
        int fresh = fleet().addNode();
        JsonNode plan = miroir().post(
                        "/_miroir/plans",
                        "{\"addNodes\":[{\"id\":\"" + fleet().nodeId(fresh) + "\",\"address\":\""
                                + fleet().nodeAddress(fresh) + "\",\"group\":0}]}")
                .json();
        Set<String> planned = new TreeSet<>();
        plan.path("moves")
                .forEach(move -> planned.add(
                        move.path("index").asText() + "/" + move.path("shard").asInt()));
        String operation = apply(plan);
        for (int kill = 0; kill < 3; kill++) {
            fleet().miroirProgram().kill();
            fleet().startMiroir();
            assertThat(operation(operation).path("status").asText()).isIn("running", "succeeded");
        }
        assertThat(awaitEnd(operation).path("status").asText()).isEqualTo("succeeded");
        Set<String> moved = new TreeSet<>();
        for (JsonNode index : miroir().get("/_miroir/indexes").json()) {
            String uid = index.path("uid").asText();
            for (JsonNode shard : shards(uid)) {
                if (shard.path("copies").findValuesAsText("node").contains(fleet().nodeId(fresh))) {
                    moved.add(uid + "/" + shard.path("shard").asInt());
                }
            }
        }
        assertThat(moved).isEqualTo(planned).isNotEmpty();
        assertComplete("killed");
        assertSame("killed");
    }

    /** A drain under way that builds nothing until it is resumed. */
    private static String pausedDrain(int node) {
        JsonNode plan = miroir().post("/_miroir/plans", "{\"drainNodes\":[\"" + fleet().nodeId(node) + "\"]}")
                .json();
        String operation = apply(plan);
        steer(operation, "pause");
        return operation;
    }

    private static String apply(JsonNode plan) {
        Api.Answer applied =
                miroir().post("/_miroir/plans/" + plan.path("planId").asText() + "/apply", "{}");
        assertThat(applied.status())
                .as("%s %s", plan.path("refusals"), applied.json())
                .isEqualTo(202);
        return applied.json().path("operationId").asText();
    }

    private static void steer(String operation, String how) {
        Api.Answer answer = miroir().post("/_miroir/operations/" + operation + "/" + how, "{}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    }

    private static JsonNode operation(String id) {
        return miroir().get("/_miroir/operations/" + id).json();
    }

    private static JsonNode awaitEnd(String id) {
        Api.until(
                "operation " + id + " ends",
                () -> !operation(id).path("finishedAt").isNull());
        return operation(id);
    }

    private static void create(String index) {
        miroir().succeed(miroir().post("/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\"}"));
        add(index, 0, DOCUMENTS);
    }

    private static void add(String index, int from, int many) {
        String documents = IntStream.range(from, from + many)
                .mapToObj(id -> "{\"id\":" + id % DOCUMENTS + ",\"title\":\"title " + id + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        miroir().succeed(miroir().post("/indexes/" + index + "/documents", documents));
    }

    private static String documents(String title, int many) {
        return IntStream.range(0, many)
                .mapToObj(id -> "{\"id\":" + id + ",\"title\":\"" + title + id + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void assertComplete(String index) {
        Api.Answer answer = miroir().post("/indexes/" + index + "/search", "{\"limit\":1000}");
        assertThat(answer.header("X-Miroir-Degraded")).isNull();
        List<String> ids = answer.json().path("hits").findValuesAsText("id");
        assertThat(ids).hasSize(DOCUMENTS).doesNotHaveDuplicates();
    }

    /** All copies are the same. */
    private static void assertSame(String index) {
        JsonNode ended = awaitEnd(miroir().post("/_miroir/indexes/" + index + "/verify", "{}")
                .json()
                .path("operationId")
                .asText());
        assertThat(ended.path("result").path("differing").asInt(-1))
                .as(ended.toString())
                .isZero();
        assertThat(ended.path("result").path("compared").asInt()).isPositive();
    }

    private static void awaitInSync(String index) {
        Api.until(
                "all copies are in sync",
                () -> Set.of("inSync").equals(new HashSet<>(shards(index).findValuesAsText("state"))));
    }

    private static JsonNode shards(String index) {
        return miroir().get("/_miroir/indexes/" + index + "/shards").json();
    }

    private static Set<String> states(String index, int node) {
        return shards(index).findParents("rank").stream()
                .filter(copy -> copy.path("node").asText().equals(fleet().nodeId(node)))
                .map(copy -> copy.path("state").asText())
                .collect(Collectors.toSet());
    }

    private static String health(int node) {
        for (JsonNode seen : miroir().get("/_miroir/topology").json().path("nodes")) {
            if (seen.path("id").asText().equals(fleet().nodeId(node))) {
                return seen.path("health").asText();
            }
        }
        return "";
    }
}
