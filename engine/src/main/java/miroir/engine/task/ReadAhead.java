package miroir.engine.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.engine.state.Unattended;
import miroir.engine.write.Coalescing;

/** Reads from the store what the next tasks of a lane are, of which only their numbers are in memory. Loop thread. */
final class ReadAhead {
    /** So many at once, unless they are long. */
    private static final int TASKS = 2 * Coalescing.MOST_TASKS;

    private static final long CHARACTERS = 4 << 20;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final LaneContext context;
    private final LaneQueue waiting;
    private final Runnable then;
    private boolean reading;

    /**
     * Reads for that queue.
     *
     * @param then runs when something was read
     */
    ReadAhead(LaneContext context, LaneQueue waiting, Runnable then) {
        this.context = context;
        this.waiting = waiting;
        this.then = then;
    }

    /** Whether what waits is being read. */
    boolean isReading() {
        return reading;
    }

    void read() {
        if (reading) {
            return;
        }
        reading = true;
        List<Long> next = waiting.unread(TASKS);
        Unattended.run(
                CompletableFuture.supplyAsync(
                                () -> context.kept().unfinished(next, CHARACTERS),
                                context.ports().workers())
                        .whenCompleteAsync(
                                (found, failure) -> {
                                    reading = false;
                                    if (failure == null) {
                                        waiting.read(found);
                                        then.run();
                                    } else if (!context.cluster().storeFailed()) {
                                        context.ports().loop().after(AGAIN, then);
                                    }
                                },
                                context.ports().loop()),
                "reading tasks from " + next.get(0) + " on");
    }
}
