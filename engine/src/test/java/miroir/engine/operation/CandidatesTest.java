package miroir.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import miroir.core.placement.PlacementStrategy;
import miroir.core.plan.Plan.Refusal;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.core.search.ReadCopies;
import miroir.core.time.Moment;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.Engine;
import miroir.engine.EngineConfig;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;
import miroir.engine.api.PlanPicture;
import miroir.engine.node.HttpNodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.LoopThread;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a node that is to be added gets to see before it is part of the cluster. */
class CandidatesTest {
    private static final String FLEET = "the-key-of-the-fleet";
    private static final NodeId NEW = new NodeId("new");

    @TempDir
    Path data;

    private final MemoryStore store = MemoryStore.immediate();
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2);
    private final List<AutoCloseable> open = new ArrayList<>();
    private RecordingNode node;
    private Engine engine;

    @BeforeEach
    void start() throws IOException {
        node = new RecordingNode();
        engine = engine();
    }

    private Engine engine() {
        LoopThread loop = new LoopThread("loop");
        EngineConfig config = new EngineConfig(
                data,
                List.of(),
                FLEET,
                4,
                1,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                EngineConfig.Upkeep.LEAST,
                EngineConfig.Bounds.of(256 << 20));
        Engine.World world = new Engine.World(
                InstantSource.system(), () -> new Moment(System.nanoTime()), store, new Random(1), loop, workers);
        Engine made = Engine.start(config, world, directory -> {
            HttpNodeClient client = new HttpNodeClient(directory);
            open.add(client);
            return client;
        });
        open.add(made);
        open.add(loop);
        return made;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        workers.shutdownNow();
        node.close();
    }

    private TopologyWish adding(@Nullable String key) {
        NewNode added = new NewNode(NEW, node.address(), new GroupId(0), key);
        return new TopologyWish(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new TopologyWish.NewGroup(new GroupId(0), List.of(added))),
                List.of(),
                null,
                List.of(),
                List.of());
    }

    private PlanPicture plan(@Nullable String key) {
        return engine.operator().plan(adding(key)).join();
    }

    private Decision apply(PlanPicture plan) {
        return engine.operator()
                .apply(plan.planId(), new Operator.Actor("test", ""))
                .join();
    }

    private void assertNothingDone() {
        assertThat(engine.cluster().current().cluster().nodes()).isEmpty();
        assertThat(engine.operator().operations().join()).isEmpty();
    }

    @Test
    void a_plan_sends_no_key_to_an_address_that_it_names() {
        PlanPicture plan = plan(null);

        assertThat(node.seen()).containsExactly("GET /health without a key");
        assertThat(plan.plan().applicable()).isTrue();
        assertThat(plan.plan().unchecked())
                .containsExactly("Node new answers at " + node.address()
                        + "; its version and emptiness are checked when the plan is applied.");
    }

    @Test
    void a_plan_sends_a_key_that_was_given_for_the_address_and_no_other() {
        node.key = "its-own-key";
        PlanPicture plan = plan("its-own-key");

        assertThat(node.seen()).isNotEmpty().allMatch(request -> request.endsWith(" with its-own-key"));
        assertThat(plan.plan().applicable()).isTrue();
        assertThat(plan.plan().unchecked()).isEmpty();
        assertThat(plan("another").plan().refusals())
                .extracting(Refusal::message)
                .containsExactly("Node new at " + node.address() + " cannot be used: it refuses the key given for it.");
    }

    @Test
    void what_sends_a_plans_request_elsewhere_is_not_followed() {
        node.redirect = URI.create("http://127.0.0.1:1/health");
        assertThat(plan(null).plan().refusals()).extracting(Refusal::name).containsExactly("node_unreachable");
        assertThat(node.seen()).containsExactly("GET /health without a key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other | 1.50.0 | [] | none | cannot be used: it refuses the cluster's node key.",
                "the-key-of-the-fleet | 1.17.1 | [] | none | is Meilisearch 1.17.1; v1.18 or newer is needed.",
                "the-key-of-the-fleet | 0.30.0 | [] | none | is Meilisearch 0.30.0; v1.18 or newer is needed.",
                "the-key-of-the-fleet | 1.50.0 | [books] | none | holds indexes already; only an empty node can be added.",
                "the-key-of-the-fleet | 1.50.0 | [] | else | belongs to another Miroir."
            })
    void what_needs_the_key_is_checked_when_the_plan_is_applied_before_anything_is_done(
            String key, String version, String indexes, String marker, String refusal) {
        node.key = key;
        node.version = version;
        node.index = indexes.equals("[]") ? null : "books";
        node.marked = marker.equals("else");
        PlanPicture plan = plan(null);
        assertThat(plan.plan().applicable()).isTrue();

        Decision decision = apply(plan);

        assertThat(decision.kind()).isEqualTo(Decision.Kind.REFUSED);
        assertThat(decision.message()).isEqualTo("Node new at " + node.address() + " " + refusal);
        assertNothingDone();
    }

    @Test
    void the_key_of_the_fleet_is_sent_once_the_plan_is_applied() {
        node.key = FLEET;
        assertThat(apply(plan(null)).kind()).isEqualTo(Decision.Kind.DONE);
        assertThat(node.seen()).contains("GET /version with " + FLEET);
    }

    @Test
    void a_given_key_is_written_down_with_the_node_and_with_no_plan() {
        node.key = "its-own-key";
        PlanPicture plan = plan("its-own-key");
        assertThat(store.plan(plan.planId()).orElseThrow().content()).doesNotContain("its-own-key");
        assertThat(plan.plan().wish().newNodes().get(0).key()).isEqualTo(NewNode.NOT_KEPT);

        assertThat(apply(plan).kind()).isEqualTo(Decision.Kind.DONE);

        assertThat(store.load().nodes()).extracting(StoredNode::key).containsExactly("its-own-key");
    }

    @Test
    void a_node_whose_own_key_cannot_be_read_gets_no_other_and_is_not_asked() {
        Node known = new Node(NEW, new GroupId(0), node.address(), Lifecycle.ACTIVE);
        store.write(List.of(new Change.PutNode(new StoredNode(known, "sealed:by another", null, -1))))
                .join();
        engine = engine();

        NodeReply reply = engine.ports()
                .nodes()
                .send(NodeRequest.get(NEW, "/version", Duration.ofSeconds(2)))
                .join();

        assertThat(reply)
                .isEqualTo(new NodeReply.NotSent("its key is unknown, because miroir.key is not the file that it was"
                        + " sealed with; put that back, or give the key again: node key new"));
        assertThat(node.seen()).isEmpty();
    }

    private Decision move(boolean force) {
        return engine.operator()
                .change(new NodeEdit(NEW.value(), node.address(), "its-own-key", force), new Operator.Actor("test", ""))
                .join();
    }

    @Test
    void a_key_goes_to_a_new_address_only_when_a_node_answers_there_without_it() {
        Node known = new Node(NEW, new GroupId(0), URI.create("http://127.0.0.1:1"), Lifecycle.ACTIVE);
        store.write(List.of(new Change.PutNode(new StoredNode(known, null, null, -1))))
                .join();
        engine = engine();

        node.foreign = true;
        assertThat(move(false).kind()).isEqualTo(Decision.Kind.REFUSED);
        node.foreign = false;
        node.redirect = URI.create("http://127.0.0.1:1/health");
        assertThat(move(false).message()).contains("does not prove to be new: ", "Nothing was changed");
        assertThat(node.seen()).hasSize(2).containsOnly("GET /health without a key");

        node.redirect = null;
        node.key = "its-own-key";
        move(false);
        assertThat(node.seen())
                .filteredOn(request -> !request.equals("GET /health without a key"))
                .isNotEmpty()
                .allMatch(request -> request.endsWith(" with its-own-key"));
    }

    @Test
    void a_key_that_is_not_kept_any_more_is_asked_for_again() {
        node.key = "its-own-key";
        PlanPicture plan = plan("its-own-key");
        engine.close();
        engine = engine();

        Decision decision = apply(plan);

        assertThat(decision.kind()).isEqualTo(Decision.Kind.REFUSED);
        assertThat(decision.message())
                .startsWith("The key of node new is not kept any more")
                .endsWith("make the plan again, with the key.");
        assertNothingDone();
    }
}
