package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.SearchReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.request.SearchRequest;
import miroir.engine.search.Policy;
import miroir.engine.search.SearchService;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Unattended;
import miroir.engine.store.StoredTask;
import miroir.engine.store.StoredVolume;

/** A simulation with scripted faults, its nodes up, and the questions that tests ask of it. */
final class Stage {
    final Script script = new Script();
    final Simulation world;
    final Invariants invariants;
    final List<NodeRequest> sent = new ArrayList<>();
    final NodeId a;
    final NodeId b;

    /** Forty documents without values. */
    static final String[] FORTY =
            IntStream.range(0, 40).mapToObj(i -> "{\"id\":" + i + "}").toArray(String[]::new);

    static final Operator.Actor TEST = new Operator.Actor("test", "");

    Stage(Path data, int nodes, int replicationFactor, int shards) {
        this(data, new Simulation.Shape(1, nodes, replicationFactor, shards));
    }

    Stage(Path data, Simulation.Shape shape) {
        this(data, shape, NodeKind.BOTH);
    }

    Stage(Path data, Simulation.Shape shape, NodeKind kind) {
        world = new Simulation(new Random(7), shape, script, data, kind);
        invariants = new Invariants(world);
        world.nodes.witness(invariants::onRequest);
        world.nodes.witness(sent::add);
        a = world.ids().get(0);
        b = world.ids().get(Math.min(1, shape.nodesPerGroup() - 1));
        run(3000);
    }

    /** A stage of nodes that can lose documents silently. */
    static Stage ofLight(Path data, int nodes, int replicationFactor, int shards) {
        return new Stage(data, new Simulation.Shape(1, nodes, replicationFactor, shards), NodeKind.LIGHT);
    }

    /** Begins what the wish comes down to: the operation's id. */
    String begin(TopologyWish wish) {
        PlanPicture plan = requireNonNull(world.ask(o -> o.plan(wish)));
        Operator.Decision decision = requireNonNull(world.ask(o -> o.apply(plan.planId(), TEST)));
        assertThat(decision.kind()).as(decision.message()).isEqualTo(Operator.Decision.Kind.DONE);
        return decision.id();
    }

    OperationPicture operation(String id) {
        return requireNonNull(world.ask(o -> o.operation(id))).orElseThrow();
    }

    /** All operations, newest first. */
    List<OperationPicture> operations() {
        return requireNonNull(world.ask(Operator::operations));
    }

    /** How the operation ends; gives it five minutes. */
    OperationStatus ended(String id) {
        world.steps.runUntil(() -> operation(id).finishedAt() != null, Duration.ofMinutes(5));
        return operation(id).status();
    }

    /** Does what the wish comes down to. */
    OperationPicture carryOut(TopologyWish wish) {
        String id = begin(wish);
        OperationStatus status = ended(id);
        assertThat(status).as(operation(id).toString()).isEqualTo(OperationStatus.SUCCEEDED);
        return operation(id);
    }

    /** Puts and drops copies of books behind everybody's back. */
    void change(List<Copy> put, List<Copy> drop) {
        Unattended.run(
                new CopyChanges(world.engine().cluster()).apply(entry("books"), put, drop, List.of()),
                "changing copies");
    }

    /** The same copy in another state. */
    Copy in(CopyState state, Copy copy) {
        return CopyChanges.in(copy, state, world.steps.clock().instant(), "a test");
    }

    /** That a search that is over found so many documents and counted as many. */
    static void assertFound(int documents, CompletableFuture<SearchReply> reply) {
        JsonNode body = Oracle.read(new String(reply.join().body(), StandardCharsets.UTF_8));
        assertThat(body.path("hits")).hasSize(documents);
        assertThat(body.path("estimatedTotalHits").asInt()).isEqualTo(documents);
    }

    void run(long millis) {
        world.steps.run(Duration.ofMillis(millis));
    }

    SimNode node(NodeId id) {
        return world.nodes.node(id);
    }

    StoredTask write(String index, String... documents) {
        return world.perform(world.documents(index, "POST", List.of(documents)));
    }

    /** Searches for everything in an index, without waiting for the answer. */
    CompletableFuture<SearchReply> search(String index) {
        byte[] all = "{\"limit\":1000}".getBytes(StandardCharsets.UTF_8);
        return world.engine()
                .search()
                .search(new SearchService.Call(
                        world.engine().cluster().current(), entry(index), SearchRequest.fromJson(all), Policy.PARTIAL));
    }

    IndexEntry entry(String index) {
        IndexEntry entry = world.engine().cluster().current().index(index);
        if (entry == null) {
            throw new AssertionError("no index " + index);
        }
        return entry;
    }

    /** The states of the copies of one node as the store holds them. */
    List<CopyState> stored(NodeId node) {
        return world.store.load().copies().values().stream()
                .flatMap(List::stream)
                .filter(copy -> copy.node().equals(node))
                .map(Copy::state)
                .distinct()
                .toList();
    }

    /** Whether the node's copies were out of sync and SYNC brought them back; gives it the time to. */
    boolean isRebuilt(NodeId node) {
        run(20_000);
        return sent.stream().anyMatch(request -> request.node().equals(node) && isSync(request))
                && stored(node).equals(List.of(CopyState.IN_SYNC));
    }

    static boolean isSync(NodeRequest request) {
        return request.path().contains("customMetadata=miroir-sync");
    }

    /** The tags of the document tasks that the node has in volumes that have that name now, oldest last. */
    List<String> tags(NodeId node) {
        Set<String> volumes = world.engine().cluster().current().cluster().indexes().values().stream()
                .flatMap(entry -> entry.volumes().known().values().stream())
                .map(StoredVolume::name)
                .collect(Collectors.toSet());
        List<String> tags = new ArrayList<>();
        for (JsonNode task : node(node).read("/tasks?limit=1000").path("results")) {
            if (task.has("customMetadata")
                    && volumes.contains(task.path("indexUid").asText())) {
                tags.add(task.path("customMetadata").asText());
            }
        }
        return tags;
    }

    /** Lets everything settle and checks it against a sequential replay. */
    Map<String, Oracle.Model> check(boolean failuresAllowed) {
        run(100);
        if (!world.settle(Duration.ofMinutes(5))) {
            throw new AssertionError("never ended: " + world.store.unfinishedTasks());
        }
        run(3000);
        Map<String, Oracle.Model> expected = new Oracle(world, failuresAllowed).replay();
        invariants.settled(expected);
        return expected;
    }
}
