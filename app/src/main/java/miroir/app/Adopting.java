package miroir.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import miroir.app.client.AdoptionText;
import miroir.app.config.Config;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.adopt.AdoptionPlan.TaskLine;
import miroir.engine.adopt.LeftTask;
import miroir.engine.adopt.Succession;
import miroir.engine.backup.RestoredMark;
import miroir.engine.backup.StateExchange;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.store.ExchangeMarker;
import miroir.engine.store.FolderLock;
import miroir.engine.store.H2Store;
import miroir.engine.store.StoreException;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the state of a Miroir that does not run from its nodes. Its folder is kept from every other from the first look to
 * the end; what is there is moved aside, never deleted, once the new state is whole.
 */
public final class Adopting implements AutoCloseable {
    private static final String DATABASE = "miroir.mv.db";
    private static final String PAYLOADS = "payloads";
    private static final String KEY = "miroir.key";
    private static final List<String> FILES = List.of(DATABASE, PAYLOADS, KEY);
    private static final String NEW = "adopt-new";
    private static final String OLD = "adopt-old";
    private static final String TASKS = "unfinished-tasks.json";

    private final Config config;
    private final Clock clock;
    private final Path data;
    private final FolderLock lock;
    private final StateExchange exchange;
    private final List<LeftTask> left = new ArrayList<>();
    private @Nullable H2Store before;
    private List<String> remarks = List.of();
    private String trouble = "";

    private Adopting(Config config, Clock clock, FolderLock lock, StateExchange exchange) {
        this.config = config;
        this.clock = clock;
        this.data = config.data();
        this.lock = lock;
        this.exchange = exchange;
    }

    /**
     * Takes the data folder of that configuration.
     *
     * @throws StoreException when a Miroir is using it, or a restore was interrupted in it
     */
    public static Adopting open(Config config, Clock clock) throws IOException {
        return open(config, clock, new StateExchange(config.data(), "adopt"));
    }

    /** The same with other means of moving files, so that a test can stand between. */
    static Adopting open(Config config, Clock clock, StateExchange exchange) throws IOException {
        Path data = PrivateFiles.folder(config.data());
        FolderLock lock = FolderLock.of(data);
        Adopting adopting = new Adopting(config, clock, lock, exchange);
        try {
            Optional<ExchangeMarker> other = ExchangeMarker.in(data).filter(marker -> !adopting.isInterrupted());
            if (other.isPresent()) {
                throw other.get().refusal(data);
            }
            return adopting;
        } catch (IOException | StoreException e) {
            lock.close();
            throw e;
        }
    }

    private boolean isInterrupted() {
        try {
            return exchange.interrupted().isPresent();
        } catch (IOException e) {
            throw new StoreException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    /** Ends what an interrupted run of this command was writing, if there was one; where the former state is. */
    public Optional<Path> finish() throws IOException {
        if (!isInterrupted()) {
            return Optional.empty();
        }
        Path aside = exchange.aside(clock.instant());
        put(aside);
        return Optional.of(aside);
    }

    /** Why Miroir's own state could not be read; empty: it was, or there is none. */
    public String trouble() {
        return trouble;
    }

    /** What of miroir.yml is out of date, one sentence each. */
    public List<String> remarks() {
        return remarks;
    }

    /** Asks all nodes but those; fails with {@link miroir.engine.adopt.AdoptionException} when nothing can be rebuilt. */
    public AdoptionPlan plan(Set<NodeId> without) throws IOException {
        StoredState old = look();
        Inquiry inquiry = new Inquiry(config, old, left);
        AdoptionPlan plan = inquiry.plan(without, clock.instant());
        remarks = inquiry.remarks(plan);
        return plan;
    }

    /** What is left of the state, read from a copy: what is there stays as it is. Null when there is none that can be read. */
    @Nullable
    StoredState look() throws IOException {
        if (!Files.exists(data.resolve(DATABASE))) {
            return null;
        }
        Path copy = folder(OLD);
        lock.copyDatabase(copy.resolve(DATABASE));
        copyKey(copy);
        try {
            H2Store store = H2Store.open(copy);
            before = store;
            store.unfinishedTasks(task -> left.add(LeftTask.of(task, this::isPayload)));
            return store.load();
        } catch (StoreException e) {
            trouble = String.valueOf(e.getMessage()).replace(copy.toString(), data.toString());
            return null;
        }
    }

    private boolean isPayload(String name) {
        return Files.exists(data.resolve(PAYLOADS).resolve(name));
    }

    /** Writes the state of that plan; where the former one was put, if there was one. */
    public Optional<Path> apply(AdoptionPlan plan) throws IOException {
        Path made = folder(NEW);
        boolean keyed = copyKey(made); // by it the nodes' own keys are sealed, and stay so
        if (plan.keepsTasks()) {
            lock.copyDatabase(made.resolve(DATABASE));
        }
        try (H2Store store = H2Store.open(made)) {
            store.write(plan.changes()).join();
            if (before != null) {
                Succession.carry(before, store, plan);
            }
        }
        if (!plan.keepsTasks()) {
            payloads(plan, PrivateFiles.folder(made.resolve(PAYLOADS)));
        }
        if (keyed) {
            Files.delete(made.resolve(KEY));
        }
        force(made.resolve(DATABASE));
        Path aside = exchange.aside(clock.instant());
        if (!plan.tasks().isEmpty()) {
            Path list = PrivateFiles.folder(aside).resolve(TASKS);
            PrivateFiles.make(list);
            Files.writeString(list, AdoptionText.tasks(plan));
            force(list);
            force(aside);
        }
        put(aside);
        RestoredMark.in(data).remove(); // this state is not the restored one
        return Files.exists(aside) ? Optional.of(aside) : Optional.empty();
    }

    /** The files of the tasks that go on, which stay with the former state, too. */
    private void payloads(AdoptionPlan plan, Path made) throws IOException {
        Set<String> wanted = new HashSet<>();
        for (TaskLine task : plan.tasks()) {
            if (task.fate() == Fate.GOES_ON && task.payload() != null) {
                wanted.add(task.payload());
            }
        }
        for (String name : wanted) {
            Path file = data.resolve(PAYLOADS).resolve(name);
            try {
                Files.createLink(made.resolve(name), file);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(file, made.resolve(name));
                force(made.resolve(name));
            }
        }
        force(made);
    }

    private void put(Path aside) throws IOException {
        Path made = data.resolve(NEW);
        exchange.exchange(
                made,
                aside,
                FILES.stream().filter(name -> Files.exists(made.resolve(name))).toList());
        clear(made);
    }

    private boolean copyKey(Path to) throws IOException {
        boolean keyed = Files.exists(data.resolve(KEY));
        if (keyed) {
            Files.copy(data.resolve(KEY), to.resolve(KEY));
        }
        return keyed;
    }

    /** A folder of that name with nothing in it. */
    private Path folder(String name) throws IOException {
        clear(data.resolve(name));
        return PrivateFiles.folder(data.resolve(name));
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            if (before != null) {
                before.close();
            }
            clear(data.resolve(OLD));
            if (!isInterrupted()) {
                clear(data.resolve(NEW));
            }
        }
    }
}
