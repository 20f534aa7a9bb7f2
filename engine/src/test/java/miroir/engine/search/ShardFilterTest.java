package miroir.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.PlacementStrategy;
import miroir.core.placement.ShardMarker;
import miroir.core.search.ReadCopies;
import miroir.core.task.TaskType;
import miroir.core.time.Moment;
import miroir.core.topology.GroupId;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedServer;
import miroir.engine.Engine;
import miroir.engine.EngineConfig;
import miroir.engine.api.SearchReply;
import miroir.engine.error.Json;
import miroir.engine.node.HttpNodeClient;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.request.SearchRequest;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.LoopThread;
import miroir.engine.store.MemoryStore;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine over embedded nodes, with an ear on every search that goes to a node. */
final class ShardFilterTest {
    private static final int NODES = 4;
    private static final int SHARDS = 64;
    /** Tells the search of this test from the engine's own requests. */
    private static final String QUERY = "needle";

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<NodeRequest> searches = new CopyOnWriteArrayList<>();
    private volatile @Nullable NodeId cut;
    /** What node-1 answers instead; null: its own. */
    private volatile @Nullable String canned;

    private Engine engine;

    @BeforeEach
    void start() {
        List<EngineConfig.KeyedNode> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            ExecutorService tasks = Executors.newSingleThreadExecutor();
            open.add(tasks::shutdownNow);
            EmbeddedNode node = EmbeddedNode.open(new EmbeddedOptions(null, null, Clock.systemUTC(), tasks));
            open.add(node);
            EmbeddedServer server = EmbeddedServer.start(node, "127.0.0.1", 0);
            open.add(server);
            URI address = URI.create("http://127.0.0.1:" + server.port());
            nodes.add(new EngineConfig.KeyedNode(
                    new Node(new NodeId("node-" + i), new GroupId(0), address, Lifecycle.ACTIVE), null));
        }
        EngineConfig config = new EngineConfig(
                folder,
                nodes,
                null,
                SHARDS,
                2,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                EngineConfig.Upkeep.LEAST,
                EngineConfig.Bounds.of(256 << 20));
        LoopThread loop = new LoopThread("test-loop");
        open.add(loop);
        ExecutorService workers = Executors.newFixedThreadPool(2);
        open.add(workers::shutdownNow);
        Engine.World world = new Engine.World(
                Clock.systemUTC(),
                () -> new Moment(System.nanoTime()),
                MemoryStore.immediate(),
                new Random(7),
                loop,
                workers);
        engine = Engine.start(config, world, directory -> {
            HttpNodeClient http = new HttpNodeClient(directory);
            open.add(http);
            return recording(http);
        });
        open.add(engine);
        for (int i = 0; i < NODES; i++) {
            awaitHealth(new NodeId("node-" + i), Health.UP);
        }
        TaskRequest creation = new TaskRequest.CreateIndex("id", null, null, null);
        engine.tasks()
                .accept(new NewTask("docs", TaskType.INDEX_CREATION, null, null, creation))
                .join();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> engine.cluster().current().index("docs") != null);
    }

    @AfterEach
    void stop() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private NodeClient recording(NodeClient nodes) {
        return request -> {
            if (request.node().equals(cut)) {
                return CompletableFuture.completedFuture(new NodeReply.NotSent("cut off"));
            }
            if (body(request).contains(QUERY)) {
                searches.add(request);
                String answer = canned;
                if (answer != null && request.node().value().equals("node-1")) {
                    return CompletableFuture.completedFuture(
                            new NodeReply.Answered(200, answer.getBytes(StandardCharsets.UTF_8)));
                }
            }
            return nodes.send(request);
        };
    }

    private static String body(NodeRequest request) {
        byte[] body = request.body();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private void awaitHealth(NodeId node, Health health) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> engine.cluster().current().node(node).observed() == health);
    }

    private IndexEntry index() {
        return java.util.Objects.requireNonNull(engine.cluster().current().index("docs"));
    }

    private List<NodeRequest> search() {
        searches.clear();
        SearchRequest request = SearchRequest.fromJson(("{\"q\":\"" + QUERY + "\"}").getBytes(StandardCharsets.UTF_8));
        var call = new SearchService.Call(engine.cluster().current(), index(), request, Policy.ERROR);
        assertThat(engine.search().search(call).join().status()).isEqualTo(200);
        return List.copyOf(searches);
    }

    @Test
    void with_all_nodes_up_each_rank_0_volume_is_asked_once_and_for_all_it_holds() {
        Set<String> rank0 = IntStream.range(0, NODES)
                .mapToObj(i -> "node-" + i)
                .map(node -> node + "/indexes/" + index().volumeUid(new NodeId(node), 0) + "/search")
                .collect(Collectors.toSet());
        for (int i = 0; i < 5; i++) {
            List<NodeRequest> asked = search();
            assertThat(asked).extracting(r -> r.node().value() + r.path()).containsExactlyInAnyOrderElementsOf(rank0);
            assertThat(asked).allSatisfy(request -> assertThat(filter(request)).isEmpty());
        }
    }

    @Test
    void with_a_node_down_only_stand_ins_get_a_filter_and_it_names_just_their_shards() {
        NodeId down = new NodeId("node-2");
        cut = down;
        assertEveryShardOnce(search());
        awaitHealth(down, Health.DOWN);
        Set<Integer> orphans = held(down, 0);
        List<NodeRequest> asked = search();
        assertEveryShardOnce(asked);
        assertThat(asked).extracting(NodeRequest::node).doesNotContain(down);
        Set<Integer> filtered = new HashSet<>();
        for (NodeRequest request : asked) {
            boolean first = request.path().contains(index().volumeUid(request.node(), 0) + "/");
            assertThat(filter(request).isEmpty()).as(body(request)).isEqualTo(first);
            if (!first) {
                filtered.addAll(shards(request));
            }
        }
        assertThat(filtered).isEqualTo(orphans);
    }

    @Test
    void a_node_is_sent_all_searches_of_one_request_in_one() {
        List<Supplier<SearchService.Call>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            SearchRequest request = SearchRequest.fromJson(
                    ("{\"q\":\"" + QUERY + i + "\",\"limit\":" + i + "}").getBytes(StandardCharsets.UTF_8));
            calls.add(() -> new SearchService.Call(engine.cluster().current(), index(), request, Policy.ERROR));
        }
        searches.clear();
        MultiSearchReply reply = engine.search().searchAll(calls).join();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(Json.read(new String(reply.body(), StandardCharsets.UTF_8)).path("results"))
                .extracting(result -> result.path("query").asText())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> QUERY + i).toList());
        assertThat(searches).hasSize(NODES).allMatch(request -> request.path().equals("/multi-search"));
        assertThat(searches).extracting(NodeRequest::node).doesNotHaveDuplicates();
    }

    @Test
    void an_answer_says_that_a_node_cut_its_ranking_off() {
        assertThat(reply().cutOff()).isFalse();
        canned = "{\"hits\":[{\"id\":1,\"" + ShardMarker.FIELD + "\":\""
                + ShardMarker.of(held(new NodeId("node-1"), 0).iterator().next())
                + "\",\"_rankingScoreDetails\":{\"skipped\":{\"order\":0}}}],\"query\":\"\",\"processingTimeMs\":1,"
                + "\"limit\":20,\"offset\":0,\"estimatedTotalHits\":1}";
        assertThat(reply().cutOff()).isTrue();
        assertThat(reply().missingShards()).isEmpty();
    }

    private SearchReply reply() {
        SearchRequest request = SearchRequest.fromJson(("{\"q\":\"" + QUERY + "\"}").getBytes(StandardCharsets.UTF_8));
        return engine.search()
                .search(new SearchService.Call(engine.cluster().current(), index(), request, Policy.ERROR))
                .join();
    }

    @Test
    void what_one_node_fails_of_several_searches_other_copies_answer() {
        cut = new NodeId("node-1");
        SearchRequest request = SearchRequest.fromJson(("{\"q\":\"" + QUERY + "\"}").getBytes(StandardCharsets.UTF_8));
        Supplier<SearchService.Call> call =
                () -> new SearchService.Call(engine.cluster().current(), index(), request, Policy.ERROR);
        MultiSearchReply reply =
                engine.search().searchAll(List.of(call, call, call)).join();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.degraded()).isNull();
    }

    private void assertEveryShardOnce(List<NodeRequest> asked) {
        List<Integer> shards = asked.stream().flatMap(r -> shards(r).stream()).toList();
        assertThat(shards)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, SHARDS).boxed().toList());
    }

    private static String filter(NodeRequest request) {
        JsonNode filter = Json.read(body(request)).path("filter");
        return filter.isMissingNode() || filter.isNull() ? "" : filter.toString();
    }

    /** The shards a request asks for. */
    private Set<Integer> shards(NodeRequest request) {
        int rank = request.path().contains(index().volumeUid(request.node(), 0) + "/") ? 0 : 1;
        Set<Integer> held = held(request.node(), rank);
        String filter = filter(request);
        if (filter.isEmpty()) {
            return held;
        }
        Set<Integer> named = held.stream()
                .filter(shard -> filter.contains(ShardMarker.of(shard) + "\\\""))
                .collect(Collectors.toSet());
        if (!filter.contains("NOT IN")) {
            return named;
        }
        held.removeAll(named);
        return held;
    }

    private Set<Integer> held(NodeId node, int rank) {
        return index().routes().copies().stream()
                .filter(copy -> copy.node().equals(node) && copy.rank() == rank)
                .map(copy -> copy.shard())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
