package miroir.app.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds memory exhausted where nobody says so: it asks for some itself, and it notices when nearly all time goes into
 * collecting the last few bytes. For one thread, at intervals of about a second.
 */
public final class MemoryWatch {
    private static final int LEAST_PIECE = 1 << 20;
    private static final double NEARLY_ALL = 0.9;
    private static final double NEARLY_NOTHING = 0.05;
    private static final int LOOKS = 10;

    private final List<GarbageCollectorMXBean> collectors;
    private final Runnable exhausted;
    private long collected;
    private long looked = System.nanoTime();
    private int strained;
    /** A field, or the allocation could be left out. */
    @SuppressWarnings("unused")
    private volatile byte @Nullable [] piece;

    /** Watches this process. */
    public MemoryWatch() {
        this(OutOfMemory::end);
    }

    MemoryWatch(Runnable exhausted) {
        this.exhausted = exhausted;
        // concurrent collectors report time in which the program runs
        this.collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !collector.getName().contains("Concurrent")
                        && !collector.getName().contains("Cycles"))
                .toList();
    }

    /** Looks once. */
    public void look() {
        try {
            measure(Runtime.getRuntime());
        } catch (OutOfMemoryError e) {
            exhausted.run();
        }
    }

    private void measure(Runtime runtime) {
        piece = new byte[(int) Math.max(LEAST_PIECE, Math.min(16 * LEAST_PIECE, runtime.maxMemory() / 64))];
        piece = null;
        long now = System.nanoTime();
        long collecting = collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        boolean hardlyRuns = (collecting - collected) * 1e6 > NEARLY_ALL * (now - looked);
        strained = hardlyRuns && free < NEARLY_NOTHING * runtime.maxMemory() ? strained + 1 : 0;
        collected = collecting;
        looked = now;
        if (strained >= LOOKS) {
            exhausted.run();
        }
    }
}
