package miroir.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import miroir.app.config.Config;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.Adoption;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.Findings;
import miroir.engine.adopt.Survey;
import miroir.engine.dialect.NodeApi;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.node.HttpNodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.LoopThread;
import miroir.engine.store.H2Store;
import miroir.engine.store.StoreException;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import miroir.engine.store.UnfinishedTask;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the state of a Miroir that does not run from its nodes. Reads first; what is there is moved aside, never deleted,
 * once the new state is whole.
 */
public final class Adopting {
    private static final String DATABASE = "miroir.mv.db";
    private static final String PAYLOADS = "payloads";
    private static final String KEY = "miroir.key";
    private static final String NEW = "adopt-new";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Config config;
    private final Clock clock;
    private String trouble = "";
    private int unfinished;

    /** Works in the data folder of that configuration, which no Miroir may be using. */
    public Adopting(Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Why Miroir's own state could not be read; empty: it was, or there is none. */
    public String trouble() {
        return trouble;
    }

    /** How many tasks Miroir's own state has that had not ended. */
    public int unfinished() {
        return unfinished;
    }

    /** Asks all nodes; fails with {@link miroir.engine.adopt.AdoptionException} when nothing can be rebuilt. */
    public AdoptionPlan plan() {
        StoredState old = old();
        Map<NodeId, NodeDirectory.Endpoint> directory = new ConcurrentHashMap<>();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (LoopThread loop = new LoopThread("miroir-adopt");
                HttpNodeClient client = new HttpNodeClient(directory::get)) {
            Survey survey = new Survey(new NodeApi(client, readers, loop), loop);
            List<Survey.Asked> asked = config.nodes().stream()
                    .map(node -> new Survey.Asked(
                            new Node(node.id(), node.group(), node.address(), Lifecycle.ACTIVE), node.key()))
                    .toList();
            Findings.Defaults defaults =
                    new Findings.Defaults(config.shards(), config.replicationFactor(), config.placement());
            return Adoption.plan(survey.of(
                            asked,
                            old,
                            defaults,
                            clock.instant(),
                            one -> directory.put(one.node().id(), endpoint(one, old)))
                    .join());
        } finally {
            readers.shutdownNow();
        }
    }

    private NodeDirectory.Endpoint endpoint(Survey.Asked asked, @Nullable StoredState old) {
        Optional<String> stored = old == null
                ? Optional.empty()
                : old.nodes().stream()
                        .filter(node -> node.node().id().equals(asked.node().id()))
                        .findFirst()
                        .map(StoredNode::key);
        String key = asked.key() == null ? stored.orElse(config.nodeKey()) : asked.key();
        return new NodeDirectory.Endpoint(asked.node().address(), key);
    }

    /** What is left of the state; null when there is none, or none that can be read. */
    private @Nullable StoredState old() {
        if (!Files.exists(config.data().resolve(DATABASE))) {
            return null;
        }
        try (H2Store store = H2Store.open(config.data())) {
            List<UnfinishedTask> open = new ArrayList<>();
            store.unfinishedTasks(open::add);
            unfinished = open.size();
            return store.load();
        } catch (StoreException e) {
            if (e.isInUse()) {
                throw e;
            }
            trouble = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** Writes the state of that plan; where the former one was put, if there was one. */
    public Optional<Path> apply(AdoptionPlan plan) throws IOException {
        Path data = PrivateFiles.folder(config.data());
        Path made = data.resolve(NEW);
        clear(made);
        PrivateFiles.folder(made);
        boolean keyed = Files.exists(data.resolve(KEY)); // by it the nodes' own keys are sealed, and stay so
        if (keyed) {
            Files.copy(data.resolve(KEY), made.resolve(KEY));
        }
        if (plan.keepsTasks()) {
            Files.copy(data.resolve(DATABASE), made.resolve(DATABASE), StandardCopyOption.REPLACE_EXISTING);
        }
        try (H2Store store = H2Store.open(made)) {
            store.write(plan.changes()).join();
        }
        Path aside = data.resolve("before-adopt-" + STAMP.format(clock.instant()));
        boolean had = Files.exists(data.resolve(DATABASE));
        if (had) {
            PrivateFiles.folder(aside);
            move(data.resolve(DATABASE), aside.resolve(DATABASE));
        }
        if (!plan.keepsTasks() && holdsPayloads(data)) {
            PrivateFiles.folder(aside);
            move(data.resolve(PAYLOADS), aside.resolve(PAYLOADS));
        }
        if (!keyed) {
            move(made.resolve(KEY), data.resolve(KEY));
        }
        move(made.resolve(DATABASE), data.resolve(DATABASE));
        clear(made);
        return Files.exists(aside) ? Optional.of(aside) : Optional.empty();
    }

    private static boolean holdsPayloads(Path data) {
        String[] names = data.resolve(PAYLOADS).toFile().list();
        return names != null && names.length > 0;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
