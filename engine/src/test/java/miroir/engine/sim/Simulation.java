package miroir.engine.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.core.placement.PlacementStrategy;
import miroir.core.search.ReadCopies;
import miroir.core.task.TaskType;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.Engine;
import miroir.engine.EngineConfig;
import miroir.engine.adopt.Adoption;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.Findings;
import miroir.engine.adopt.LeftTask;
import miroir.engine.adopt.Succession;
import miroir.engine.adopt.Survey;
import miroir.engine.api.Operator;
import miroir.engine.backup.RestoredMark;
import miroir.engine.dialect.NodeApi;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.Seal;
import miroir.engine.state.ClusterState;
import miroir.engine.state.Protocol;
import miroir.engine.state.Room;
import miroir.engine.state.Unattended;
import miroir.engine.state.Vitals;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoredState;
import miroir.engine.store.StoredTask;
import miroir.engine.store.TaskFilter;
import miroir.engine.task.Backlog;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** One Miroir over several nodes, all of it in virtual time. Miroir can be killed and started again. */
final class Simulation {
    /**
     * What to build.
     *
     * @param shards of every index
     * @param protocol what the engine keeps to
     * @param grace after which copies of a node that stays away are built elsewhere; zero: never
     * @param bounds of what the engine takes on at a time
     */
    record Shape(
            int groups,
            int nodesPerGroup,
            int replicationFactor,
            int shards,
            Duration grace,
            Protocol protocol,
            EngineConfig.Bounds bounds) {
        Shape(int groups, int nodesPerGroup, int replicationFactor, int shards) {
            this(groups, nodesPerGroup, replicationFactor, shards, Duration.ZERO, Protocol.WHOLE);
        }

        Shape(int groups, int nodesPerGroup, int replicationFactor, int shards, Duration grace, Protocol protocol) {
            this(groups, nodesPerGroup, replicationFactor, shards, grace, protocol, EngineConfig.Bounds.of(256 << 20));
        }

        /** The same with requests of one or two of the clients' documents, and memory for a few of them. */
        Shape chunked() {
            return bounded(new EngineConfig.Bounds(130, 400, 400, bounds.waiting()));
        }

        /** The same with other bounds to what may wait. */
        Shape waiting(Backlog.Bounds waiting) {
            return bounded(new EngineConfig.Bounds(bounds.requestBytes(), bounds.bodies(), bounds.plans(), waiting));
        }

        private Shape bounded(EngineConfig.Bounds other) {
            return new Shape(groups, nodesPerGroup, replicationFactor, shards, grace, protocol, other);
        }
    }

    private static final TaskFilter ALL =
            new TaskFilter(1_000_000, null, true, null, null, null, null, null, null, null, null, null, null, null);

    final StepScheduler steps;
    final WallClock clock;
    final EmbeddedNodes nodes;
    final Spares spares;
    final Addresses addresses = new Addresses();
    final MemoryStore store = MemoryStore.immediate();
    final TreeSet<Long> promised = new TreeSet<>();
    private final List<Incarnation.Witness> witnesses = new ArrayList<>();
    private final Map<String, String> payloads = new HashMap<>();
    private final Map<Long, TaskRequest> requests = new HashMap<>();
    private final EngineConfig config;
    private final Protocol protocol;
    private final Random random;
    private Incarnation incarnation;
    private Engine engine;
    /** The primary key that the catalogue had after a task. */
    private final Map<Long, Optional<String>> keys = new HashMap<>();

    private long payloadsMade;
    private int asking;

    /** Most simulations have light nodes; some, drawn from the seed, compare them with embedded ones. */
    Simulation(Random random, Shape shape, Faults faults, Path data) {
        this(random, shape, faults, data, NodeKind.drawn(random));
    }

    Simulation(Random random, Shape shape, Faults faults, Path data, NodeKind kind) {
        this.random = random;
        this.protocol = shape.protocol;
        this.steps = new StepScheduler(random);
        this.clock = new WallClock(steps.clock());
        List<EngineConfig.KeyedNode> keyed = new ArrayList<>();
        for (int group = 0; group < shape.groups; group++) {
            for (int i = 0; i < shape.nodesPerGroup; i++) {
                NodeId id = new NodeId("node-" + group + (char) ('a' + i));
                keyed.add(new EngineConfig.KeyedNode(
                        new Node(id, new GroupId(group), URI.create("http://" + id), Lifecycle.ACTIVE), null));
            }
        }
        this.nodes = new EmbeddedNodes(steps, random, faults, kind);
        this.spares = new Spares(this);
        this.nodes.strays().repeatWhere(spares);
        keyed.forEach(node -> nodes.add(node.node().id()));
        this.config = new EngineConfig(
                data,
                keyed,
                null,
                shape.shards,
                shape.replicationFactor,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                new EngineConfig.Upkeep(shape.grace, Duration.ofHours(1), Duration.ofMinutes(1)),
                shape.bounds);
        witnesses.add(this::remember);
        this.incarnation = new Incarnation(steps, store, random, witnesses);
        this.engine = start();
    }

    Engine engine() {
        return engine;
    }

    /** What Miroir decides from, looked at from outside. */
    ClusterState latest() {
        return steps.look(engine.cluster()::latest);
    }

    /** Whether no volume is getting a new name. */
    boolean noneRenamed() {
        return latest().indexes().values().stream()
                .flatMap(entry -> entry.volumes().known().values().stream())
                .allMatch(volume -> volume.next() == null);
    }

    private void remember(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.PutTask put && put.task().finishedAt() != null) {
                changes.stream()
                        .filter(other -> other instanceof Change.PutIndex)
                        .forEach(other -> keys.put(
                                put.task().uid(),
                                Optional.ofNullable(
                                        ((Change.PutIndex) other).index().primaryKey())));
            }
        }
    }

    /** The primary key of its index after that task; empty: none. */
    Optional<String> keyAfter(StoredTask task) {
        return keys.getOrDefault(task.uid(), Optional.empty());
    }

    /** Looks at what is written from now on. */
    void witness(Incarnation.Witness witness) {
        witnesses.add(witness);
    }

    List<NodeId> ids() {
        return List.copyOf(nodes.all().keySet());
    }

    private Engine start() {
        Vitals vitals = new Vitals(Room.of(0, () -> Long.MAX_VALUE), reason -> steps.trace(() -> "ends: " + reason));
        Engine.World world = new Engine.World(
                clock,
                steps::moment,
                incarnation.store(),
                random,
                incarnation.loop(),
                incarnation.workers(),
                protocol,
                vitals);
        Engine made = Engine.start(config, world, directory -> incarnation.nodes(addresses.to(directory, nodes)));
        incarnation.started();
        return made;
    }

    /** Asks the operator's side of the engine and waits for the answer; null when Miroir was killed before. */
    <T> @Nullable T ask(Function<Operator, CompletableFuture<T>> order) {
        CompletableFuture<T> answer = order.apply(engine.operator());
        steps.runUntil(answer::isDone, Duration.ofMinutes(1));
        return answer.getNow(null);
    }

    /** Ends Miroir in the middle of what it does. */
    void kill() {
        asking = 0;
        incarnation.kill();
    }

    /** Ends Miroir at one of its next calls, or before it next changes copies; see {@link Incarnation#killAt}. */
    void killAt(int calls) {
        incarnation.killAt(calls);
    }

    /** Lets Miroir's disk take so many more writes; see {@link Incarnation#fillDisk}. */
    void fillDisk(int writes) {
        incarnation.fillDisk(writes);
    }

    /** Whether that is what a Miroir answers that can do its work no more. */
    boolean isEnded(Throwable failure) {
        return engine.vitals().failure().isPresent()
                && failure.getCause() instanceof ApiException e
                && e.error().code() == ErrorCode.MIROIR_UNAVAILABLE;
    }

    /** Insists that a Miroir whose disk refused a write has itself ended. */
    void requireEnd() {
        if (incarnation.broken()
                && !steps.runUntil(() -> engine.vitals().failure().isPresent(), Duration.ofSeconds(1))) {
            throw new AssertionError("the disk refused a write, and Miroir goes on");
        }
    }

    /** Starts Miroir on what it left behind. */
    void restart() {
        kill();
        incarnation = new Incarnation(steps, store, random, witnesses);
        engine = start();
    }

    /** Starts Miroir on a state that was put back from a backup. */
    void restore(MemoryStore older) {
        kill();
        store.become(older);
        try {
            RestoredMark.in(config.data()).put();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Whether Miroir waits for nodes before it serves the state that was put back. */
    boolean isRestoring() {
        return RestoredMark.in(config.data()).stands();
    }

    /** Starts a second Miroir on a copy of the state, which the first one knows nothing of. */
    Engine second() {
        Incarnation other = new Incarnation(steps, store.copy(), random, List.of());
        Engine.World world = new Engine.World(
                clock, steps::moment, other.store(), random, other.loop(), other.workers(), protocol, Vitals.lasting());
        Engine made = Engine.start(config, world, directory -> other.nodes(nodes));
        other.started();
        return made;
    }

    /** Rebuilds the killed Miroir's state from its nodes alone, or from them and what is left of it. */
    AdoptionPlan adopt(@Nullable StoredState old) {
        return adopt(old, null);
    }

    /** The same from them and an older store, whose tasks go on that may. */
    AdoptionPlan adoptAfter(MemoryStore older) {
        return adopt(older.load(), older);
    }

    private AdoptionPlan adopt(@Nullable StoredState old, @Nullable MemoryStore older) {
        List<LeftTask> left = new ArrayList<>();
        if (older != null) {
            older.unfinishedTasks(task -> left.add(LeftTask.of(task, payloads::containsKey)));
        }
        Incarnation ports = new Incarnation(steps, store, random, List.of());
        Survey survey = new Survey(new NodeApi(ports.nodes(nodes), ports.workers(), ports.loop()), ports.loop());
        CompletableFuture<Findings> asked = survey.of(
                new Survey.Question(
                        config.nodes().stream()
                                .map(one -> new Survey.Asked(one.node(), one.key()))
                                .toList(),
                        Set.of(),
                        old,
                        left,
                        new Findings.Defaults(config.shards(), config.replicationFactor(), config.placement()),
                        clock.instant()),
                (node, place) -> {});
        steps.runUntil(asked::isDone, Duration.ofMinutes(3));
        AdoptionPlan plan = Adoption.plan(asked.join());
        if (!plan.keepsTasks()) {
            store.become(MemoryStore.immediate());
        }
        store.write(plan.changes()).join();
        if (older != null) {
            Succession.carry(older, store, plan);
        }
        try {
            RestoredMark.in(config.data()).remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return plan;
    }

    /** Sends a write; its task counts as promised once Miroir has said so. */
    void submit(NewTask task) {
        asking++;
        Unattended.run(promise(task).whenComplete((made, failure) -> asking--), "a write");
    }

    /** Whether no client waits for a promise or for the end of a task. */
    boolean quiet() {
        return asking == 0 && idle();
    }

    CompletableFuture<StoredTask> promise(NewTask task) {
        return engine.tasks().accept(task).thenApply(made -> {
            promised.add(made.uid());
            return made;
        });
    }

    /** What happened so far. */
    Tally tally() {
        Tally tally = new Tally();
        tally.addAll(nodes.tally());
        tally.add("requests", nodes.requests());
        tally.add("steps", steps.taken());
        tally.add("virtual ms", steps.elapsed().toMillis());
        tally.add("tasks", store.taskCount());
        return tally;
    }

    /** Puts documents where Miroir finds accepted payloads. */
    String payload(List<String> documents) {
        String name = "payload-" + payloadsMade++;
        String text = String.join("\n", documents) + "\n";
        payloads.put(name, text);
        try {
            Files.writeString(payloadFile(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    String payloadText(String name) {
        return payloads.getOrDefault(name, "");
    }

    /** All tasks ever written down, oldest first. */
    List<StoredTask> tasks() {
        return store.tasks(ALL).tasks();
    }

    /** What a task asks for. */
    TaskRequest request(StoredTask task) {
        return requests.computeIfAbsent(task.uid(), uid -> TaskRequest.fromJson(task.request()));
    }

    StoredTask task(long uid) {
        return store.task(uid).orElseThrow(() -> new AssertionError("task " + uid + " is not stored"));
    }

    boolean idle() {
        return store.idle();
    }

    boolean settle(Duration atMost) {
        return steps.runUntil(this::idle, atMost);
    }

    /** Sends a write and waits until its task is said to have ended. */
    StoredTask perform(NewTask task) {
        CompletableFuture<StoredTask> made = promise(task);
        steps.runUntil(made::isDone, Duration.ofSeconds(10));
        long uid = made.join().uid();
        steps.runUntil(() -> task(uid).finishedAt() != null, Duration.ofMinutes(2));
        steps.runUntil(engine.tasks().kept().task(uid)::isDone, Duration.ofSeconds(10));
        return task(uid);
    }

    NewTask documents(String index, String method, List<String> documents) {
        String details = "{\"receivedDocuments\":" + documents.size() + ",\"indexedDocuments\":null}";
        TaskRequest request = written(method, payload(documents), documents.size());
        return new NewTask(index, TaskType.DOCUMENT_ADDITION_OR_UPDATE, details, null, request);
    }

    private TaskRequest written(String method, String payload, int documents) {
        try {
            return new TaskRequest.WriteDocuments(
                    method, payload, documents, null, false, Seal.of(payloadFile(payload)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where an accepted payload lies. */
    Path payloadFile(String name) {
        return engine.tasks().payloads().path().resolve(name);
    }

    static NewTask deletion(String index, TaskRequest request) {
        return new NewTask(
                index,
                TaskType.DOCUMENT_DELETION,
                "{\"providedIds\":0,\"deletedDocuments\":null,\"originalFilter\":null}",
                null,
                request);
    }

    static NewTask settings(String index, String patch) {
        return new NewTask(index, TaskType.SETTINGS_UPDATE, patch, null, new TaskRequest.UpdateSettings(patch));
    }

    static NewTask creation(String index, String primaryKey) {
        return new NewTask(
                index, TaskType.INDEX_CREATION, "{}", null, new TaskRequest.CreateIndex(primaryKey, null, null, null));
    }

    static NewTask dropping(String index) {
        return new NewTask(
                index, TaskType.INDEX_DELETION, "{\"deletedDocuments\":null}", null, new TaskRequest.DeleteIndex());
    }

    static NewTask keying(String index, String key) {
        return new NewTask(index, TaskType.INDEX_UPDATE, "{}", null, new TaskRequest.UpdateIndex(key, null));
    }

    static NewTask renaming(String index, String to) {
        return new NewTask(index, TaskType.INDEX_UPDATE, "{}", null, new TaskRequest.UpdateIndex(null, to));
    }
}
