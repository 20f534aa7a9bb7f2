package miroir.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import miroir.engine.disk.PrivateFiles;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * The store in an H2 file database. One thread writes, with group commit and an fsync before a write is acknowledged;
 * any thread reads, each read from one snapshot of the database. Futures complete on the writing thread: what hangs on
 * them must be short and must not wait for another write.
 */
public final class H2Store implements Store {
    /**
     * H2's asynchronous file channel: the ordinary one is closed, and the database with it, when a reading thread is
     * interrupted.
     */
    private static final String FILES = "async:";

    /** RETENTION_TIME=0 reuses freed space soon, else the file grows with every small commit. */
    private static final String SETTINGS =
            ";RETENTION_TIME=0;MAX_LENGTH_INPLACE_LOB=65536;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    /**
     * Commits for which freed space is left alone. Without, a commit may overwrite what its predecessor still needs, and
     * when the power goes before it is complete neither can be read. No SQL statement reaches this setting.
     */
    private static final int VERSIONS_KEPT = 8;

    static final String USER = "miroir";
    private static final int READERS = 4;
    private static final long READER_TIMEOUT_MS = 5000;
    private static final int COPY_ATTEMPTS = 3;

    private final Connection writing;
    private final HikariDataSource reading;
    private final KeySeal seal;
    private final GroupCommit commits;
    private final Thread writer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object copying = new Object();

    private H2Store(Connection writing, HikariDataSource reading, KeySeal seal, DatabaseFile.Inode file) {
        this.writing = writing;
        this.reading = reading;
        this.seal = seal;
        this.commits = new GroupCommit(writing, seal, file, reading::close);
        this.writer = new Thread(commits, "miroir-store-writer");
    }

    /**
     * Opens or creates the database {@code miroir} in the directory and brings its schema up to date.
     *
     * @throws StoreException when another process has it, when it is damaged or when a newer Miroir wrote it
     */
    public static H2Store open(Path directory) {
        return open(directory, FILES);
    }

    /** Opens on one of H2's file systems, so that a test can stand between H2 and the disk. */
    static H2Store open(Path directory, String fileSystem) {
        OrderedFiles.register();
        DatabaseFile file = new DatabaseFile(directory, fileSystem);
        Connection writing = null;
        try {
            PrivateFiles.folder(directory);
            file.refuseHalfRestored();
            file.makeIfAbsent(H2Store::fill);
            file.refuseEmpty();
            writing = connect(file.url());
            Schema.update(writing, file.url(), directory);
            KeySeal seal = KeySeal.of(directory);
            writing.setAutoCommit(false);
            ClearKeys keys = new ClearKeys(writing, seal);
            keys.makeSeal();
            if (keys.remove()) {
                ClearKeys.compact(writing, file.file());
                writing = connect(file.url());
                writing.setAutoCommit(false);
            }
            H2Store store = new H2Store(writing, readers(file.url()), seal, file.inode());
            store.writer.start();
            return store;
        } catch (SQLException | IOException | RuntimeException e) {
            StoreException reason = OpenFailure.of(e, directory);
            abandon(writing, reason);
            throw reason;
        }
    }

    private static void fill(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + SETTINGS, USER, "");
                Statement statement = connection.createStatement()) {
            Schema.create(url);
            statement.execute("SHUTDOWN");
        }
    }

    private static Connection connect(String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url + SETTINGS + ";IFEXISTS=TRUE", USER, "");
        try {
            keepVersions(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void keepVersions(Connection connection) throws SQLException {
        mvStore(connection).setVersionsToKeep(VERSIONS_KEPT);
    }

    private static MVStore mvStore(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    /** Leaves the file as it is: closing a database in order writes to it. */
    private static void abandon(@Nullable Connection connection, StoreException reason) {
        if (connection == null) {
            return;
        }
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static HikariDataSource readers(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("miroir-store-readers");
        config.setJdbcUrl(url);
        config.setUsername(USER);
        config.setPassword("");
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(READER_TIMEOUT_MS);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }

    @Override
    public StoredState load() {
        return read(connection -> StateReader.load(connection, seal));
    }

    @Override
    public String opened(String node, String sealed) {
        return String.valueOf(seal.open(node, sealed));
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        return commits.submit(changes);
    }

    @Override
    public Optional<StoredTask> task(long uid) {
        return read(connection -> TaskReader.task(connection, uid));
    }

    @Override
    public StoredTaskPage tasks(TaskFilter filter) {
        return read(connection -> TaskPages.page(connection, filter));
    }

    @Override
    public List<StoredTask> tasks(List<Long> uids, long characters) {
        return read(connection -> TaskReader.tasks(connection, uids, characters));
    }

    @Override
    public void unfinishedTasks(Consumer<UnfinishedTask> to) {
        read(connection -> UnfinishedTasks.read(connection, to));
    }

    @Override
    public List<TaskPart> recentParts() {
        return read(TaskReader::recentParts);
    }

    @Override
    public Optional<StoredPlan> plan(String id) {
        return read(connection -> OperationReader.plan(connection, id));
    }

    @Override
    public List<ListedPlan> plans(int limit) {
        return read(connection -> OperationReader.plans(connection, limit));
    }

    @Override
    public Optional<StoredOperation> operation(String id) {
        return read(connection -> OperationReader.operation(connection, id));
    }

    @Override
    public List<StoredOperation> operations(int offset, int limit) {
        return read(connection -> OperationReader.newest(connection, offset, limit));
    }

    @Override
    public List<StoredOperation> openOperations() {
        return read(OperationReader::open);
    }

    @Override
    public List<StoredMove> moves(String operationId) {
        return read(connection -> OperationReader.moves(connection, operationId));
    }

    @Override
    public Optional<IdempotencyKey> idempotencyKey(String name) {
        return read(connection -> TaskReader.idempotencyKey(connection, name));
    }

    @Override
    public Keep.Excess excess(Keep keep) {
        return read(connection -> ExcessReader.excess(connection, keep));
    }

    @Override
    public List<AuditRow> audit(int offset, int limit) {
        return read(connection -> StateReader.audit(connection, offset, limit));
    }

    @Override
    public StoredCopy copyTo(Path folder) {
        return copyTo(folder, DatabaseCopy.PIECE_BYTES, () -> {});
    }

    /** The same in such pieces, with a moment between two of them. */
    StoredCopy copyTo(Path folder, int pieceBytes, Runnable afterPiece) {
        Path target = folder.resolve(DatabaseFile.NAME + DatabaseFile.SUFFIX);
        synchronized (copying) {
            for (int attempt = 1; ; attempt++) {
                try {
                    read(connection -> {
                        DatabaseCopy.write(connection, mvStore(connection), target, pieceBytes, afterPiece);
                        return target;
                    });
                    return DatabaseCopy.opened(target);
                } catch (SQLException | StoreException e) {
                    if (attempt == COPY_ATTEMPTS || commits.broken() != null) {
                        throw e instanceof StoreException clear
                                ? clear
                                : new StoreException("a copy of the store cannot be opened: " + e.getMessage(), e);
                    }
                }
            }
        }
    }

    /** How many times something was forced to the disk; fewer than writes when callers write at the same time. */
    public long checkpoints() {
        return commits.checkpoints();
    }

    /** Completes what was written, then closes the database in order. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        commits.end();
        join();
        reading.close();
        try (writing) {
            shutDown();
        } catch (SQLException e) {
            throw new StoreException("the store did not close in order: " + StoreException.root(e), e);
        }
    }

    private void shutDown() throws SQLException {
        if (commits.broken() != null) {
            return; // the callers know, and the database is closed already
        }
        try (Statement statement = writing.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    private void join() {
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Reads nothing from a database that was dropped: a new connection would open it again as it is on the disk. */
    private <T> T read(Query<T> query) {
        StoreException broken = commits.broken();
        if (broken != null) {
            throw new StoreException("cannot read the store: " + broken.getMessage(), broken);
        }
        try (Connection connection = reading.getConnection()) {
            T answer = query.run(connection);
            connection.commit();
            return answer;
        } catch (SQLException e) {
            throw new StoreException("cannot read the store: " + StoreException.root(e), e);
        }
    }
}
