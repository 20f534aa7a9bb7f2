package miroir.engine.task;

import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** How much waits: tasks that have not ended, and the bytes of their payloads. Counted on the loop; any thread may ask. */
public final class Backlog {
    private final Bounds bounds;
    private volatile int tasks;
    private volatile long bytes;

    public Backlog(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * How much may wait.
     *
     * @param tasks of each there are some hundred bytes in memory, and a row that a restart reads
     * @param bytes of payloads on the disk
     */
    public record Bounds(int tasks, long bytes) {
        /** A few seconds of a restart, and what a disk can spare. */
        public static final Bounds USUAL = new Bounds(200_000, 10L << 30);
    }

    /** Refuses what would wait behind too much: nothing of it is stored. */
    public void requireRoom() {
        if (tasks >= bounds.tasks) {
            throw full(bounds.tasks + " tasks");
        }
        if (bytes >= bounds.bytes) {
            throw full((bounds.bytes >> 20) + " MiB of payloads");
        }
    }

    private static ApiException full(String what) {
        return new ApiException(
                ErrorCode.TOO_MANY_WAITING_WRITES,
                "The nodes have not caught up: " + what + " wait, which is the most. Nothing was stored.");
    }

    int tasks() {
        return tasks;
    }

    // only the loop thread changes them

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void opened(long payloadBytes) {
        tasks++;
        bytes += payloadBytes;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void ended(long payloadBytes) {
        tasks--;
        bytes -= payloadBytes;
    }
}
