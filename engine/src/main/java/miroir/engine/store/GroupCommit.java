package miroir.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes what has queued up into one transaction, commits, forces it to the disk and only
 * then completes the callers' futures: one fsync serves all who wait.
 */
final class GroupCommit implements Runnable {
    private static final int LARGEST_GROUP = 256;
    private static final Write END = new Write(List.of(), new CompletableFuture<>());

    private final Connection connection;
    private final DatabaseFile.Inode file;
    private final Runnable dropped;
    private final ChangeWriter writer;
    private final BlockingQueue<Write> queue = new LinkedBlockingQueue<>();
    private final AtomicLong checkpoints = new AtomicLong();
    private final Object gate = new Object();
    private @Nullable StoreException refusal; // guarded by gate
    private volatile @Nullable StoreException broken; // written by the writing thread alone

    /**
     * Writes through that connection.
     *
     * @param file the database's, which has to stay where it is
     * @param dropped runs after it gave up and before the database is dropped
     */
    GroupCommit(Connection connection, KeySeal seal, DatabaseFile.Inode file, Runnable dropped) {
        this.connection = connection;
        this.file = file;
        this.dropped = dropped;
        this.writer = new ChangeWriter(connection, seal);
    }

    private record Write(List<Change> changes, CompletableFuture<Void> done) {}

    /** Queues a write. */
    CompletableFuture<Void> submit(List<Change> changes) {
        Write write = new Write(List.copyOf(changes), new CompletableFuture<>());
        synchronized (gate) {
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            queue.add(write);
        }
        return write.done();
    }

    /** Refuses new writes; the thread ends when the queue is empty. */
    void end() {
        synchronized (gate) {
            if (refusal == null) {
                refusal = new StoreException("the store is closed");
            }
            queue.add(END);
        }
    }

    /** Why it gave up and dropped the database; known for certain once the thread has ended. Null: it has not. */
    @Nullable
    StoreException broken() {
        return broken;
    }

    /** How often something was forced to the disk. */
    long checkpoints() {
        return checkpoints.get();
    }

    @Override
    public void run() {
        List<Write> group = new ArrayList<>(LARGEST_GROUP);
        boolean ended = false;
        while (!ended) {
            group.clear();
            group.add(next());
            queue.drainTo(group, LARGEST_GROUP - 1);
            ended = group.remove(END);
            if (!group.isEmpty()) {
                commit(group);
            }
        }
    }

    private Write next() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // Only end() ends this thread: a queued write is never given up.
            }
        }
    }

    private void commit(List<Write> group) {
        StoreException failure = broken;
        if (failure != null) {
            group.forEach(write -> write.done().completeExceptionally(failure));
            return;
        }
        try {
            List<Write> applied = applyTogether(group) ? group : applyOneByOne(group);
            forceToDisk();
            applied.forEach(write -> write.done().complete(null));
        } catch (SQLException | RuntimeException | Error e) {
            StoreException reason = breakDown(e);
            group.forEach(write -> write.done().completeExceptionally(reason));
            drop(reason);
        }
    }

    private boolean applyTogether(List<Write> group) throws SQLException {
        try {
            for (Write write : group) {
                writer.apply(write.changes());
            }
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            return false;
        }
        connection.commit();
        return true;
    }

    private List<Write> applyOneByOne(List<Write> group) throws SQLException {
        List<Write> applied = new ArrayList<>();
        for (Write write : group) {
            Savepoint before = connection.setSavepoint();
            try {
                writer.apply(write.changes());
                applied.add(write);
            } catch (SQLException | RuntimeException e) {
                connection.rollback(before);
                write.done().completeExceptionally(new StoreException("not written: " + e.getMessage(), e));
            }
        }
        connection.commit();
        return applied;
    }

    private void forceToDisk() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
        file.require();
        checkpoints.incrementAndGet();
    }

    /**
     * After a failed commit or fsync nobody knows what the disk holds, and a second try may falsely succeed. So nothing is
     * written any more; a restart reads what is really there.
     */
    private StoreException breakDown(Throwable cause) {
        StoreException reason = new StoreException(
                "the store failed and stopped; restart when the disk is well: " + StoreException.root(cause), cause);
        broken = reason;
        synchronized (gate) {
            refusal = reason;
        }
        return reason;
    }

    /** Leaves the database without another byte written; the callers know already, for this may take its time. */
    private void drop(StoreException reason) {
        dropped.run();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
