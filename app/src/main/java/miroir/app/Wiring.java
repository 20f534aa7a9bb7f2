package miroir.app;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import miroir.app.config.Config;
import miroir.console.Console;
import miroir.console.ConsoleOptions;
import miroir.core.search.ReadCopies;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.engine.Engine;
import miroir.engine.EngineConfig;
import miroir.engine.backup.StateBackups;
import miroir.engine.disk.DataFolder;
import miroir.engine.http.Api;
import miroir.engine.http.ApiOptions;
import miroir.engine.node.HttpNodeClient;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.LoopThread;
import miroir.engine.state.Protocol;
import miroir.engine.state.Room;
import miroir.engine.state.Vitals;
import miroir.engine.state.Withheld;
import miroir.engine.store.H2Store;
import miroir.engine.store.Store;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the running program from its configuration: the only place where real clocks, threads and sockets are made. */
public final class Wiring implements RunningMiroir {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration NODES_ANSWER = Duration.ofSeconds(3);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ticker TICKER = () -> new Moment(System.nanoTime());
    private static final long STOP_TIMEOUT_MS = 10_000;

    /** What has to be closed, last opened first. */
    private final List<AutoCloseable> open = new ArrayList<>();

    private final Consumer<String> end;
    private URI address = URI.create("http://127.0.0.1");
    private @Nullable Javalin server;

    private Wiring(Consumer<String> end) {
        this.end = end;
    }

    /**
     * Starts Miroir and returns once it answers.
     *
     * @param end ends the process; called once, with the reason, when it can do its work no more
     */
    public static RunningMiroir start(Config config, Consumer<String> end) {
        Wiring wiring = new Wiring(end);
        try {
            wiring.open(config);
            return wiring;
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    private void open(Config config) {
        try {
            DataFolder.open(config.data());
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + config.data() + " cannot be made", e);
        }
        ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Wiring::workerThread);
        // the store opens while this thread loads what knows nothing of it: 0.3 s less of a start
        CompletableFuture<Store> store = CompletableFuture.supplyAsync(() -> H2Store.open(config.data()), workers);
        open.add(() -> closeOpened(store));
        Vitals vitals = new Vitals(room(config.data()), end);
        LoopThread loop = opened(new LoopThread(
                "miroir-loop", error -> vitals.fail("a task of Miroir's loop broke off (" + error + ")", error)));
        open.add(workers::shutdownNow);
        CompletableFuture<NodeDirectory> nodes = new CompletableFuture<>();
        NodeClient client = opened(new HttpNodeClient(node -> nodes.join().find(node)));
        server = Javalin.create(javalin -> {
            configure(javalin);
            Engine.World world = new Engine.World(
                    Clock.systemUTC(), TICKER, awaited(store), RANDOM, loop, workers, Protocol.WHOLE, vitals);
            Engine engine = opened(Engine.start(engineConfig(config), world, directory -> {
                nodes.complete(directory);
                return client;
            }));
            open.add(Watch.over(engine));
            install(javalin, config, engine);
            awaitNodes(engine);
        });
        open.add(server::stop);
        server.start(config.bind(), config.port());
        address = URI.create("http://" + shown(config.bind()) + ":" + server.port());
        LOG.info("Miroir answers at {}", address);
    }

    /** Nodes mostly answer at once: clients are let in then, and are not refused first. Where none does they are told so soon. */
    private static void awaitNodes(Engine engine) {
        long end = System.nanoTime() + NODES_ANSWER.toNanos();
        try {
            while (isUnconfirmed(engine) && System.nanoTime() - end < 0) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isUnconfirmed(Engine engine) {
        Withheld withheld = engine.cluster().withheld();
        return withheld != null && withheld.kind() == Withheld.Kind.UNCONFIRMED;
    }

    /** Where the size of a disk cannot be told, its writes show when it is full. */
    private static Room room(Path data) {
        try {
            FileStore disk = Files.getFileStore(data);
            return Room.of(disk.getTotalSpace(), () -> {
                try {
                    return disk.getUsableSpace();
                } catch (IOException e) {
                    return Long.MAX_VALUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + data + " cannot be read", e);
        }
    }

    /** Waits for what another thread opens; its failure is thrown as if it had been opened here. */
    private static <T> T awaited(CompletableFuture<T> opening) {
        try {
            return opening.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void closeOpened(CompletableFuture<Store> store) {
        if (!store.isCompletedExceptionally()) {
            awaited(store).close();
        }
    }

    private static void configure(JavalinConfig javalin) {
        javalin.startup.showJavalinBanner = false;
        javalin.startup.showOldJavalinVersionWarning = false;
        javalin.startup.startupWatcherEnabled = false;
        javalin.router.ignoreTrailingSlashes = true;
        javalin.router.treatMultipleSlashesAsSingleSlash = true;
        javalin.jetty.modifyServer(Wiring::finishRequestsOnStop);
    }

    private static void install(JavalinConfig javalin, Config config, Engine engine) {
        Api.install(javalin, engine, new ApiOptions(config.masterKey(), version(), engine.operator()));
        Console.install(
                javalin,
                new ConsoleOptions(
                        engine.view(),
                        engine.trail(),
                        config.masterKey(),
                        Clock.systemUTC(),
                        TICKER,
                        RANDOM,
                        version(),
                        "miroir"),
                engine.operator());
    }

    private static void finishRequestsOnStop(Server server) {
        server.setStopTimeout(STOP_TIMEOUT_MS);
        server.insertHandler(new StatisticsHandler());
    }

    private static EngineConfig engineConfig(Config config) {
        List<EngineConfig.KeyedNode> nodes = config.nodes().stream()
                .map(node -> new EngineConfig.KeyedNode(
                        new Node(node.id(), node.group(), node.address(), Lifecycle.ACTIVE), node.key()))
                .toList();
        return new EngineConfig(
                config.data(),
                nodes,
                config.nodeKey(),
                config.shards(),
                config.replicationFactor(),
                config.placement(),
                ReadCopies.valueOf(config.readCopies().name()),
                new EngineConfig.Upkeep(
                        Duration.ofMinutes(config.rereplicateAfterMinutes()),
                        Duration.ofDays(config.verifyEveryDays())),
                EngineConfig.Bounds.of(Runtime.getRuntime().maxMemory())
                        .searching(Duration.ofSeconds(config.searchTimeoutSeconds())),
                new StateBackups.Rules(
                        config.backups().folder(),
                        Duration.ofHours(config.backups().everyHours()),
                        config.backups().kept(),
                        version()));
    }

    private static final AtomicInteger WORKER = new AtomicInteger();

    private static Thread workerThread(Runnable work) {
        Thread thread = new Thread(work, "miroir-worker-" + WORKER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static String version() {
        String version = Wiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static String shown(String bind) {
        return bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    }

    /** What serves all routes; null before the start. */
    @Nullable
    Javalin server() {
        return server;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                LOG.warn("not all could be closed in order: {}", e.getMessage());
                LOG.debug("closing failed", e);
            }
        }
        open.clear();
    }
}
