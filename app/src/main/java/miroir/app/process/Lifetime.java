package miroir.app.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs until the command ends or the process is told to stop; closed once, the last started first. */
public final class Lifetime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeParts, "stop");
    private volatile boolean closed;

    /** Begins to listen for SIGTERM and SIGINT. */
    public Lifetime() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Runs this with the other endings; at once when they have run already. */
    public synchronized void atEnd(Runnable ending) throws InterruptedException {
        parts.push(ending);
        if (closed) {
            closeParts();
            throw new InterruptedException("stopped while starting");
        }
    }

    /** Whether the end has begun; what fails from then on fails because of it. */
    public boolean ending() {
        return closed;
    }

    /** Waits for ever: the process is ended from outside, through the shutdown hook. */
    public void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Closes all parts and listens no longer. */
    @Override
    public void close() {
        closeParts();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("closed by the shutdown of the process");
        }
    }

    private synchronized void closeParts() {
        closed = true;
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } catch (RuntimeException e) {
                LOG.warn("Could not stop everything cleanly", e);
            }
        }
    }
}
