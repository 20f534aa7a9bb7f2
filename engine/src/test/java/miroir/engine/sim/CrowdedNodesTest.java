package miroir.engine.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import miroir.core.placement.CopyState;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Health;
import miroir.core.topology.NodeId;
import miroir.engine.api.SearchReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.sim.Faults.Fate;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that have no connection left, or no time: neither is a reason to think ill of them. */
class CrowdedNodesTest {
    @TempDir
    Path data;

    private Stage filled(int nodes, int replicationFactor) {
        return filled(nodes, replicationFactor, 4);
    }

    private Stage filled(int nodes, int replicationFactor, int shards) {
        Stage stage = new Stage(data, nodes, replicationFactor, shards);
        stage.write("books", Stage.FORTY);
        stage.run(3000);
        return stage;
    }

    private static Predicate<NodeRequest> to(NodeId node, Purpose purpose) {
        return request -> request.node().equals(node) && request.purpose() == purpose;
    }

    private static boolean followed(NodeRequest request, NodeId node) {
        return request.node().equals(node) && request.path().startsWith("/tasks?reverse=true&limit=500");
    }

    private static SearchReply searched(Stage stage) {
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.world.steps.runUntil(reply::isDone, Duration.ofMinutes(2));
        return reply.join();
    }

    private static JsonNode body(SearchReply reply) {
        return Oracle.read(new String(reply.body(), StandardCharsets.UTF_8));
    }

    private static Health health(Stage stage, NodeId node) {
        return stage.world.engine().cluster().current().node(node).observed();
    }

    @Test
    void a_search_that_finds_no_room_on_a_node_goes_to_another_copy() {
        Stage stage = filled(2, 2);
        stage.script.always(to(stage.a, Purpose.READ), Fate.BUSY);
        Stage.assertFound(40, CompletableFuture.completedFuture(searched(stage)));
        assertThat(health(stage, stage.a)).isEqualTo(Health.UP);
    }

    @Test
    void a_search_that_finds_no_room_anywhere_is_refused_and_never_partial() {
        Stage stage = filled(2, 1);
        stage.script.always(to(stage.a, Purpose.READ), Fate.BUSY);
        SearchReply reply = searched(stage);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(body(reply).path("code").asText()).isEqualTo("too_many_search_requests");
        assertThat(health(stage, stage.a)).isEqualTo(Health.UP);
        stage.script.calm();
        Stage.assertFound(40, CompletableFuture.completedFuture(searched(stage)));
    }

    @Test
    void a_shard_whose_other_copy_is_lost_is_refused_too_when_its_last_one_has_no_room() {
        Stage stage = filled(2, 2);
        stage.script.always(to(stage.a, Purpose.READ), Fate.BUSY);
        stage.script.always(to(stage.b, Purpose.READ), Fate.LOST_REQUEST);
        assertThat(body(searched(stage)).path("code").asText()).isEqualTo("too_many_search_requests");
        assertThat(health(stage, stage.a)).isEqualTo(Health.UP);
    }

    @Test
    void a_search_that_takes_too_long_goes_elsewhere_and_the_probe_judges() {
        Stage stage = filled(2, 2);
        stage.script.always(to(stage.a, Purpose.READ), Fate.LATE);
        List<Health> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Stage.assertFound(40, CompletableFuture.completedFuture(searched(stage)));
            seen.add(health(stage, stage.a));
        }
        assertThat(seen).containsOnly(Health.UP);
        stage.script.always(to(stage.a, Purpose.PROBE), Fate.LOST_REQUEST);
        stage.run(5000);
        assertThat(health(stage, stage.a)).isEqualTo(Health.DOWN);
    }

    @Test
    void a_search_that_takes_too_long_has_the_node_probed_at_once() {
        Stage stage = filled(1, 1);
        stage.script.always(to(stage.a, Purpose.READ), Fate.LATE);
        stage.run(500);
        CompletableFuture<SearchReply> reply = stage.search("books");
        stage.world.steps.runUntil(reply::isDone, Duration.ofSeconds(30));
        stage.sent.clear();
        stage.run(10);
        assertThat(stage.sent).anyMatch(request -> request.path().startsWith("/indexes/" + VolumeName.IDENTITY));
    }

    @Test
    void a_search_that_runs_out_of_time_blames_no_node_that_it_did_not_ask() {
        Stage stage = filled(6, 6, 1);
        stage.script.always(request -> request.purpose() == Purpose.READ, Fate.LATE);
        SearchReply reply = searched(stage);
        assertThat(body(reply).path("code").asText()).isEqualTo("miroir_shards_unavailable");
        assertThat(body(reply).path("message").asText()).contains("no time is left");
        assertThat(stage.world.ids()).allMatch(node -> health(stage, node) == Health.UP);
    }

    @Test
    void a_heavy_search_is_waited_for_and_not_asked_of_another_copy() {
        Stage stage = filled(2, 2);
        Predicate<NodeRequest> heavy = request -> request.path().matches("/indexes/books-.*/search")
                && new String(requireNonNull(request.body()), UTF_8).contains("offset");
        stage.script.always(heavy, Fate.LATE);
        stage.sent.clear();
        SearchReply reply = searched(stage);
        assertThat(body(reply).path("message").asText()).contains("took longer than 60 s");
        assertThat(stage.sent.stream().filter(heavy).map(NodeRequest::node)).doesNotHaveDuplicates();
        assertThat(stage.world.ids()).allMatch(node -> health(stage, node) == Health.UP);
    }

    @Test
    void a_search_that_one_node_alone_refuses_is_answered() {
        Stage stage = filled(2, 2);
        stage.script.always(to(stage.a, Purpose.READ), Fate.DENIED);
        Stage.assertFound(40, CompletableFuture.completedFuture(searched(stage)));
        assertThat(health(stage, stage.a)).isEqualTo(Health.UP);
    }

    @Test
    void a_search_that_all_nodes_refuse_is_refused_in_their_words() {
        Stage stage = filled(2, 2);
        stage.script.always(request -> request.purpose() == Purpose.READ, Fate.DENIED);
        SearchReply reply = searched(stage);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(body(reply).path("code").asText()).isEqualTo("invalid_search_filter");
    }

    @Test
    void a_reset_has_the_node_avoided_at_once() {
        Stage stage = filled(2, 2);
        stage.script.once(to(stage.a, Purpose.READ), Fate.LOST_REQUEST);
        stage.script.always(to(stage.a, Purpose.PROBE), Fate.SLOW);
        for (int i = 0; i < 2; i++) {
            searched(stage);
        }
        assertThat(health(stage, stage.a)).isEqualTo(Health.SUSPECT);
    }

    @Test
    void a_probe_that_is_not_sent_changes_nothing() {
        Stage stage = filled(2, 2);
        stage.script.always(request -> request.purpose() == Purpose.PROBE, Fate.BUSY);
        stage.run(20_000);
        assertThat(health(stage, stage.a)).isEqualTo(Health.UP);
        assertThat(health(stage, stage.b)).isEqualTo(Health.UP);
    }

    @Test
    void a_write_that_finds_no_connection_is_sent_later_and_costs_no_copy() {
        Stage stage = filled(2, 2);
        stage.script.always(to(stage.b, Purpose.WRITE), Fate.BUSY);
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":1}")));
        stage.run(60_000);
        assertThat(stage.world.store.unfinishedTasks()).hasSize(1);
        stage.script.calm();
        stage.check(false);
        assertThat(stage.stored(stage.b)).containsExactly(CopyState.IN_SYNC);
        assertThat(stage.sent).noneMatch(Stage::isSync);
    }

    @Test
    void a_look_up_that_finds_no_connection_is_made_later() {
        Stage stage = filled(2, 2);
        stage.script.once(Script.documentsTo(stage.b), Fate.LOST_ANSWER);
        stage.script.times(40, request -> followed(request, stage.b), Fate.BUSY);
        stage.world.submit(stage.world.documents("books", "POST", List.of("{\"id\":1,\"c\":1}")));
        stage.check(false);
        assertThat(stage.sent.stream().filter(request -> followed(request, stage.b)))
                .hasSizeGreaterThan(40);
        assertThat(stage.tags(stage.b)).doesNotHaveDuplicates().anyMatch(tag -> tag.contains(":1:"));
        assertThat(stage.sent).noneMatch(Stage::isSync);
    }

    @Test
    void only_what_clients_read_uses_the_connections_for_it() {
        Stage stage = filled(2, 2);
        stage.node(stage.b).wipe();
        stage.world.submit(Simulation.deletion("books", new TaskRequest.DeleteDocuments(List.of("1"))));
        assertThat(stage.isRebuilt(stage.b)).isTrue();
        assertThat(stage.sent).noneMatch(request -> request.purpose() == Purpose.READ);
        searched(stage);
        assertThat(stage.sent).anyMatch(request -> request.purpose() == Purpose.READ);
    }
}
