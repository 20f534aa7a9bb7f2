package miroir.app.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that can do its work no more, with a status that tells a supervisor to start it again. A moment passes
 * in which {@code /health} says why; then all is closed in order, as far as that goes in a few seconds. Its thread is there
 * from the start: a process in trouble may get no other.
 */
public final class Ending {
    /** The exit status of a process that ended itself. */
    public static final int STATUS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    /** Longer than load balancers take from one look to the next. */
    private static final Duration ANNOUNCED = Duration.ofSeconds(2);

    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final CountDownLatch begun = new CountDownLatch(1);

    /** Waits for the end, which may never be called for. */
    public Ending() {
        Thread thread = new Thread(this::run, "miroir-ending");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the process in a moment. Any thread. */
    public void begin(String reason) {
        LOG.error("Miroir ends with status {}: {}", STATUS, reason);
        begun.countDown();
    }

    private void run() {
        try {
            begun.await();
            Thread.sleep(ANNOUNCED.toMillis());
            Thread exit = new Thread(() -> System.exit(STATUS), "miroir-exit");
            exit.start();
            exit.join(CLOSING.toMillis());
        } catch (InterruptedException | OutOfMemoryError e) {
            LOG.debug("ends at once", e);
        }
        Runtime.getRuntime().halt(STATUS);
    }
}
