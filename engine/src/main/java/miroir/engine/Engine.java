package miroir.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import miroir.core.time.Ticker;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.api.AuditTrail;
import miroir.engine.api.Backups;
import miroir.engine.api.EngineView;
import miroir.engine.api.Operator;
import miroir.engine.backup.RestoredMark;
import miroir.engine.backup.StateBackups;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.dialect.NodeApi;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.drift.DriftCheck;
import miroir.engine.follow.NodeTasks;
import miroir.engine.health.Beginning;
import miroir.engine.health.Inquiry;
import miroir.engine.health.NodeMonitor;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.operation.Operating;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.record.Recorder;
import miroir.engine.search.FacetSearchService;
import miroir.engine.search.ReadService;
import miroir.engine.search.Scatter;
import miroir.engine.search.SearchService;
import miroir.engine.search.StatsService;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Protocol;
import miroir.engine.state.Readers;
import miroir.engine.state.Scheduler;
import miroir.engine.state.Starts;
import miroir.engine.state.Vitals;
import miroir.engine.state.Withheld;
import miroir.engine.store.Store;
import miroir.engine.store.StoredState;
import miroir.engine.store.TaskPart;
import miroir.engine.task.Backlog;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import miroir.engine.view.StoredTrail;
import miroir.engine.view.StoredView;
import miroir.engine.volume.VolumeNaming;
import miroir.engine.write.DocumentWork;
import miroir.engine.write.IndexBirth;
import miroir.engine.write.IndexDefaults;
import miroir.engine.write.SpooledRequests;
import miroir.engine.write.WorkPlanner;

/** The engine, put together: cluster state, task lanes, search, node monitor. Owns none of its ports. */
public final class Engine implements AutoCloseable {
    private final EngineConfig config;
    private final Ports ports;
    private final Cluster cluster;
    private final Vitals vitals;
    private final Inquiry inquiry;
    private final NodeMonitor monitor;
    private final TaskService tasks;
    private final DriftCheck drift;
    private final Recorder recorder;
    private final SearchService search;
    private final FacetSearchService facetSearch;
    private final ReadService reads;
    private final StatsService stats;
    private final EngineView view;
    private final Operating operating;
    private final StateBackups backups;

    private Engine(EngineConfig config, Ports ports, Cluster cluster, Vitals vitals, Start start) {
        StoredState state = start.state;
        this.config = config;
        this.ports = ports;
        this.cluster = cluster;
        this.vitals = vitals;
        EngineConfig.Bounds bounds = config.bounds();
        NodeApi api = new NodeApi(ports.nodes(), ports.workers(), ports.loop());
        NodeTasks lists = new NodeTasks(ports, api);
        VolumeNaming naming = new VolumeNaming(cluster, Bootstrap.nextVolume(state));
        long written = Bootstrap.written(state);
        Beginning beginning = new Beginning(start.starts, state.nextTaskUid(), written);
        this.inquiry = new Inquiry(ports, cluster, api, naming, beginning, start.restored.stands());
        this.monitor = new NodeMonitor(
                ports, cluster, api, lists, naming, beginning, config.upkeep().statisticsEvery());
        NodeAccess nodes = NodeAccess.of(ports, api, lists, naming, monitor, bounds.allowance(bounds.bodies()));
        CopyDocuments documents = new CopyDocuments(ports, api, nodes.naming(), nodes.writer(), nodes.fence());
        Path payloads = folder(config.data().resolve("payloads"));
        IndexDefaults defaults = new IndexDefaults(config.shards(), config.placement());
        WorkPlanner planner = new WorkPlanner(
                ports,
                cluster,
                new DocumentWork(payloads, bounds.requestBytes()),
                new SpooledRequests(payloads),
                documents,
                new IndexBirth(cluster, defaults, nodes.naming(), nodes.doors(), Bootstrap.nextIndexId(state)));
        this.tasks = new TaskService(
                ports,
                cluster,
                planner,
                new PayloadFolder(payloads),
                new TaskService.Start(
                        state.nextTaskUid(),
                        nodes,
                        this::changed,
                        start.recent,
                        new Backlog(bounds.waiting()),
                        bounds.allowance(bounds.plans())));
        Recorder.Numbers numbers = new Recorder.Numbers(planner::nextIndexId, naming::nextNumber, tasks::nextUid);
        this.recorder = new Recorder(ports, cluster, api, numbers, written);
        this.drift = new DriftCheck(ports, cluster, tasks, nodes);
        lists.judgedBy(tasks.judge(), monitor::doubted);
        Readers readers = new Readers();
        Scatter scatter = new Scatter(ports, cluster::current, config.readCopies(), monitor::failed, readers);
        this.search = new SearchService(ports, scatter, bounds.search());
        this.facetSearch = new FacetSearchService(ports, scatter, bounds.search());
        this.reads = new ReadService(scatter, bounds.search());
        this.stats = new StatsService(scatter);
        this.view = new StoredView(ports, cluster, tasks.kept(), search, config.readCopies());
        this.operating = new Operating(
                new Operating.Ground(ports, cluster, tasks, planner, documents, nodes, readers),
                new Operating.Rules(
                        start.candidates,
                        config.nodeKey(),
                        config.upkeep().rereplicateAfter(),
                        config.upkeep().verifyEvery()),
                state.meta());
        this.backups = new StateBackups(ports, cluster, tasks.payloads(), config.data(), config.backups());
    }

    /** The tasks are made before what hears of their changes. */
    private void changed(IndexId index) {
        drift.changed(index);
    }

    private record Start(
            StoredState state,
            Starts starts,
            Map<NodeId, NodeDirectory.Endpoint> candidates,
            List<TaskPart> recent,
            RestoredMark restored) {}

    /**
     * Starts the engine: takes the stored state up, probes the nodes, goes on with unfinished tasks. When it may not be the state
     * to go on with, its nodes are asked first, and until then nothing is served.
     *
     * @param connect makes the client to the nodes from a directory of them
     */
    public static Engine start(EngineConfig config, World world, Function<NodeDirectory, NodeClient> connect) {
        StoredState state = Bootstrap.load(
                world.store(), config, world.random(), world.clock().instant());
        Starts starts = Bootstrap.begin(world.store(), state, world.random());
        Cluster cluster =
                new Cluster(world.store(), world.loop(), world.protocol(), world.vitals(), Bootstrap.cluster(state));
        Addresses addresses = new Addresses(cluster, config.nodeKey(), world.store()::opened);
        NodeClient direct = addresses.client(connect);
        NodeClient nodes = request -> acts(cluster, request)
                ? direct.send(request)
                : CompletableFuture.completedFuture(
                        new NodeReply.NotSent("Miroir's state is not served, or its store failed"));
        Ports ports = new Ports(
                world.clock(), world.ticker(), nodes, world.random(), world.loop(), world.workers(), world.protocol());
        RestoredMark restored = RestoredMark.in(config.data());
        Engine engine = new Engine(
                config,
                ports,
                cluster,
                world.vitals(),
                new Start(state, starts, addresses.candidates(), world.store().recentParts(), restored));
        if (restored.stands()) {
            engine.inquiry.start(() -> engine.takeUp(world.store(), restored, cluster::serve));
        } else if (Inquiry.isUnheard(cluster.current().cluster())) {
            // served is it once a node was taken into it
            engine.inquiry.start(() -> engine.takeUp(world.store(), restored, () -> {}));
        } else {
            Inquiry.await(ports, cluster);
            engine.begin(world.store());
        }
        engine.backups.start();
        return engine;
    }

    private void begin(Store store) {
        monitor.start();
        tasks.resume(store);
        operating.start(store);
        drift.start();
        recorder.start();
    }

    /** All was asked that has to be: from now on the state is as any other. Not on the loop: the store is read. */
    private void takeUp(Store store, RestoredMark restored, Runnable serve) {
        ports.workers().execute(() -> {
            try {
                restored.remove();
                begin(store);
                ports.loop().execute(serve);
            } catch (IOException | RuntimeException e) {
                ports.loop().execute(() -> cluster.fail("Miroir's state cannot be taken up (" + e + ")", e));
            }
        });
    }

    /** What was decided after the store failed was decided on a state that no restart will find; searches change nothing. */
    private static boolean acts(Cluster cluster, NodeRequest request) {
        Withheld withheld = cluster.withheld();
        if (withheld != null && !withheld.maySteer() && request.purpose() != Purpose.PROBE) {
            return false;
        }
        return !cluster.isClosed() || (cluster.outdated() == null && request.purpose() == Purpose.READ);
    }

    /** The ports that exist before the nodes are known. */
    public record World(
            InstantSource clock,
            Ticker ticker,
            Store store,
            RandomGenerator random,
            Scheduler loop,
            Executor workers,
            Protocol protocol,
            Vitals vitals) {
        /** The world of an engine that keeps to the whole protocol and that nobody ends. */
        public World(
                InstantSource clock,
                Ticker ticker,
                Store store,
                RandomGenerator random,
                Scheduler loop,
                Executor workers) {
            this(clock, ticker, store, random, loop, workers, Protocol.WHOLE, Vitals.lasting());
        }
    }

    /** What it was told at its start. */
    public EngineConfig config() {
        return config;
    }

    /** Its ports. */
    public Ports ports() {
        return ports;
    }

    /** The state of the cluster. */
    public Cluster cluster() {
        return cluster;
    }

    /** Whether this process can do its work. */
    public Vitals vitals() {
        return vitals;
    }

    /** A sign of life of the store; completes once it wrote what there was to write. */
    public CompletableFuture<Void> prove() {
        return CompletableFuture.completedFuture(null).thenComposeAsync(here -> cluster.prove(), ports.loop());
    }

    /** Takes writes. */
    public TaskService tasks() {
        return tasks;
    }

    /** Answers searches. */
    public SearchService search() {
        return search;
    }

    /** Answers searches for values of facets. */
    public FacetSearchService facetSearch() {
        return facetSearch;
    }

    /** Answers reads of documents and counts. */
    public ReadService reads() {
        return reads;
    }

    /** Adds statistics up. */
    public StatsService stats() {
        return stats;
    }

    /** What others may see. */
    public EngineView view() {
        return view;
    }

    /** Where sign-ins are remembered. */
    public AuditTrail trail() {
        return new StoredTrail(ports, cluster);
    }

    /** What an operator may do. */
    public Operator operator() {
        return operating.operator();
    }

    /** Saves Miroir's own state. */
    public Backups backups() {
        return backups;
    }

    /** Stops probing; requests under way end by themselves. */
    @Override
    public void close() {
        inquiry.stop();
        backups.stop();
        tasks.retention().stop();
        drift.stop();
        recorder.stop();
        operating.stop();
        monitor.stop();
    }

    private static Path folder(Path path) {
        try {
            return PrivateFiles.folder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
