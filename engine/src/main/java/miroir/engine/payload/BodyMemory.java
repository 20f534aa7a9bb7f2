package miroir.engine.payload;

/**
 * The memory that the bodies of all requests under way may take together, by estimate. A request that would take more is
 * refused, so that no number of clients, however large what they send, can take the heap from everything else.
 */
public final class BodyMemory {
    /** As much as anyone wants. */
    public static final BodyMemory UNBOUNDED = new BodyMemory(Long.MAX_VALUE);

    /** What each request has for nothing: ordinary requests are served also while large ones fill the rest. */
    static final long FREE = 256 << 10;

    private final long total;
    private long taken;

    /** At most this many bytes. */
    public BodyMemory(long total) {
        this.total = total;
    }

    /** Nothing yet, for one request. */
    public Claim claim() {
        return new Claim();
    }

    /** How much is taken at the moment. */
    public synchronized long taken() {
        return taken;
    }

    private synchronized boolean take(long bytes) {
        if (bytes > total - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    private synchronized void giveBack(long bytes) {
        taken -= bytes;
    }

    /** What one request has. Given back when it is closed. */
    public final class Claim implements AutoCloseable {
        private long held;
        private boolean closed;

        private Claim() {}

        /**
         * Takes more.
         *
         * @throws PayloadException when there is not that much: {@code payload_too_large} when there never is, else
         *     {@code too_many_large_bodies}
         */
        public synchronized void more(long bytes) {
            long counted = counted(held + bytes) - counted(held);
            if (counted(held + bytes) > total) {
                throw new PayloadException(
                        "payload_too_large", "The provided payload needs more memory than Miroir may take for one.");
            }
            if (closed || !take(counted)) {
                throw new PayloadException(
                        "too_many_large_bodies",
                        "Miroir is reading as many large payloads as its memory allows. Nothing was stored; try again.");
            }
            held += bytes;
        }

        /** Gives all of it back; a second time nothing happens. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                giveBack(counted(held));
            }
        }

        private static long counted(long bytes) {
            return Math.max(0, bytes - FREE);
        }
    }
}
