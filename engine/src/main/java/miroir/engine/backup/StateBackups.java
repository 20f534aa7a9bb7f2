package miroir.engine.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import miroir.core.time.Age;
import miroir.engine.api.Backups;
import miroir.engine.api.Operator.Actor;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Room;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups while Miroir runs: one for whoever asks, and one by itself every so often, of which some are kept. The copy
 * and all files are made on workers or on the asking thread, never on the loop.
 */
public final class StateBackups implements Backups {
    private static final Logger LOG = LoggerFactory.getLogger(StateBackups.class);
    /** Not at once: a Miroir that is started again and again does not spend its starts on backups. */
    private static final Duration AFTER_START = Duration.ofMinutes(1);

    private static final Duration AFTER_FAILURE = Duration.ofHours(1);
    private static final String SCHEDULED = "backup.part";
    private static final String ELSEWHERE = "miroir-backup.part";
    private static final String DOWNLOADED = "download.part";

    private final Ports ports;
    private final Cluster cluster;
    private final PayloadFolder payloads;
    private final Path data;
    private final Rules rules;
    private final Disks disks;
    private final BackupFolder folder;
    private final AtomicBoolean downloading = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile Standing standing;

    /**
     * How backups are made.
     *
     * @param folder where they are kept
     * @param every how often one is made; zero: never
     * @param kept how many stay
     * @param version of this Miroir
     */
    public record Rules(Path folder, Duration every, int kept, String version) {
        /** None by themselves. */
        public static Rules none(Path data) {
            return new Rules(data.resolve("backups"), Duration.ZERO, 1, "development");
        }
    }

    /**
     * How much room there is.
     *
     * @param disk what equals of two folders on one disk only
     * @param total its size
     * @param usable bytes that can be written there now
     */
    record Space(Object disk, long total, long usable) {
        static Space of(Path folder) throws IOException {
            FileStore store = Files.getFileStore(folder);
            return new Space(store, store.getTotalSpace(), store.getUsableSpace());
        }

        /** What is left free, for what Miroir has to write meanwhile: as much as of new writes. */
        private long reserve() {
            return Room.reserve(total);
        }

        private boolean holds(long need) {
            return usable >= need + reserve();
        }
    }

    /** Looks at the disk of a folder. */
    @FunctionalInterface
    interface Disks {
        Space of(Path folder) throws IOException;
    }

    /** Of the state in {@code data}. */
    public StateBackups(Ports ports, Cluster cluster, PayloadFolder payloads, Path data, Rules rules) {
        this(ports, cluster, payloads, data, rules, Space::of);
    }

    StateBackups(Ports ports, Cluster cluster, PayloadFolder payloads, Path data, Rules rules, Disks disks) {
        this.ports = ports;
        this.cluster = cluster;
        this.payloads = payloads;
        this.data = data;
        this.rules = rules;
        this.disks = disks;
        this.folder = new BackupFolder(rules.folder());
        this.standing = new Standing(rules.folder().toString(), rules.every().toHours(), List.of(), null);
    }

    /** Begins to make backups by itself, if it shall. */
    public void start() {
        if (!rules.every().isZero()) {
            ports.workers().execute(this::begin);
        }
    }

    /** Begins no further one. */
    public void stop() {
        stopped = true;
    }

    private void begin() {
        try {
            StateFiles.deleteTree(data.resolve(SCHEDULED));
            StateFiles.deleteTree(rules.folder().resolve(ELSEWHERE));
            if (downloading.compareAndSet(false, true)) {
                StateFiles.deleteTree(data.resolve(DOWNLOADED));
                downloading.set(false);
            }
            folder.tidy();
            tell(null);
        } catch (IOException e) {
            LOG.warn("the folder of backups {} cannot be read", rules.folder(), e);
        }
        // what an earlier process made only the wall clock can date
        Instant now = ports.clock().instant();
        Duration left = standing.kept().isEmpty()
                ? Duration.ZERO
                : rules.every().minus(Age.of(standing.kept().get(0).at(), now));
        next(left.compareTo(AFTER_START) > 0 ? left : AFTER_START);
    }

    private void next(Duration delay) {
        ports.loop().after(delay, () -> {
            if (!stopped) {
                ports.workers().execute(this::scheduled);
            }
        });
    }

    private void scheduled() {
        if (stopped) {
            return;
        }
        Duration delay = rules.every();
        try {
            Kept made = make();
            tell(null);
            LOG.info("the state was saved as {}, {} bytes", folder.path().resolve(made.name()), made.bytes());
        } catch (IOException | BackupException | RuntimeException e) {
            if (stopped) {
                return; // the store was closed under it
            }
            delay = rules.every().compareTo(AFTER_FAILURE) < 0 ? rules.every() : AFTER_FAILURE;
            failed(Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()), e);
        }
        next(delay);
    }

    private Kept make() throws IOException, BackupException {
        PrivateFiles.folder(folder.path());
        long database = database();
        long all = database;
        for (Path payload : payloads.files()) {
            all += size(payload);
        }
        refuseWithoutRoom(folder.path(), 2 * all);
        try (StateCopy copy = copy(placeFor(database))) {
            Kept made = folder.add(copy, rules.version(), ports.clock().instant());
            folder.keep(rules.kept(), made);
            return made;
        }
    }

    /** Where the copy that is saved is made: beside the state, or beside the backups when only there is room for it. */
    private Path placeFor(long database) throws IOException, BackupException {
        Space here = disks.of(data);
        boolean elsewhere = !here.holds(database)
                && !here.disk().equals(disks.of(folder.path()).disk());
        refuseWithoutRoom(data, elsewhere ? 0 : database);
        return elsewhere ? folder.path().resolve(ELSEWHERE) : data.resolve(SCHEDULED);
    }

    private StateCopy copy(Path place) throws IOException, BackupException {
        StateFiles.deleteTree(place);
        return StateCopy.take(cluster, payloads, data, place);
    }

    private long database() throws IOException {
        return size(data.resolve(StateFiles.DATABASE));
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void refuseWithoutRoom(Path place, long need) throws IOException, BackupException {
        Space space = disks.of(place);
        if (!space.holds(need)) {
            throw new BackupException("space is short in " + place + ": " + space.usable() + " bytes are free, " + need
                    + " are needed and " + space.reserve() + " stay free");
        }
    }

    private void failed(String reason, Exception e) {
        if (e instanceof BackupException) {
            LOG.error("no backup was made: {}", reason);
        } else {
            LOG.error("no backup was made", e);
        }
        boolean known = reason.equals(standing.problem());
        try {
            tell(reason);
        } catch (IOException unreadable) {
            standing = new Standing(rules.folder().toString(), rules.every().toHours(), standing.kept(), reason);
        }
        if (!known) {
            audit(new AuditRow(ports.clock().instant(), "miroir", "backup failed", "state", null, reason, null));
        }
    }

    private void tell(@Nullable String problem) throws IOException {
        standing = new Standing(rules.folder().toString(), rules.every().toHours(), folder.list(), problem);
    }

    private void audit(AuditRow row) {
        ports.loop()
                .execute(() -> cluster.write(List.of(new Change.Audit(row))).exceptionally(failure -> {
                    LOG.debug("the audit row was not written", failure);
                    return null;
                }));
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public Download open(Actor actor) throws IOException, Refused {
        if (!downloading.compareAndSet(false, true)) {
            throw new Refused("Another backup is being downloaded; try again when it has ended.", null);
        }
        try {
            Instant now = ports.clock().instant();
            refuseWithoutRoom(data, database());
            StateCopy copy = copy(data.resolve(DOWNLOADED));
            audit(new AuditRow(now, actor.who(), "download backup", "state", null, null, actor.requestId()));
            return new OneDownload(copy, now);
        } catch (BackupException e) {
            downloading.set(false);
            throw new Refused("No backup can be made: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            downloading.set(false);
            throw e;
        }
    }

    private final class OneDownload implements Download {
        private final StateCopy copy;
        private final Instant at;

        OneDownload(StateCopy copy, Instant at) {
            this.copy = copy;
            this.at = at;
        }

        @Override
        public String name() {
            return BackupNames.of(at);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Archive.write(out, copy, rules.version(), at.toString());
        }

        @Override
        public void close() throws IOException {
            try {
                copy.close();
            } finally {
                downloading.set(false);
            }
        }
    }
}
