package miroir.engine.state;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The scheduler of a running Miroir: one named daemon thread. Tasks given after the close are dropped. */
public final class LoopThread implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopThread.class);

    private final ScheduledThreadPoolExecutor pool;
    private final Consumer<Error> broken;
    private volatile @Nullable Thread own;

    /** A loop for which any error is only logged. */
    public LoopThread(String name) {
        this(name, error -> {});
    }

    /**
     * A loop with its thread.
     *
     * @param broken hears of errors: what a task of the loop left half done, no other mends
     */
    public LoopThread(String name, Consumer<Error> broken) {
        this.broken = broken;
        pool = new ScheduledThreadPoolExecutor(1, run -> {
            Thread thread = new Thread(run, name);
            thread.setDaemon(true);
            own = thread;
            return thread;
        });
        pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged by the task wrapper itself
    public void after(Duration delay, Runnable task) {
        try {
            pool.schedule(() -> logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("dropped a task after the close");
        }
    }

    @Override
    public boolean isHere() {
        return Thread.currentThread() == own;
    }

    private void logged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the engine loop failed", e);
        } catch (Error e) {
            LOG.error("a task of the engine loop broke off", e);
            broken.accept(e);
        }
    }

    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
