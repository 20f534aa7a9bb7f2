package miroir.engine.sim;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Runs many random histories, each from a seed of its own, on all cores. Of those that fail the one with the smallest
 * seed is reported, whatever the threads did.
 */
final class Histories {
    private static final Duration PROGRESS = Duration.ofSeconds(Long.getLong("miroir.progress", 60));

    private final String name;
    private final History history;
    private final AtomicLong next;
    private final long from;
    private final long end;
    private final Map<Long, Throwable> failures = new TreeMap<>();
    private final Tally total = new Tally();
    private final long started = System.nanoTime();
    private long lived;
    private long livedBefore;
    private long cpuBefore;

    private Histories(String name, long from, long end, History history) {
        this.name = name;
        this.next = new AtomicLong(from);
        this.from = from;
        this.end = end;
        this.history = history;
    }

    /** One history, from nothing but what is drawn. */
    @FunctionalInterface
    interface History {
        /** Lives it in an empty folder, which is deleted afterwards; what happened. */
        Tally run(Random random, Path data);
    }

    /**
     * Runs that many histories; {@code -Dmiroir.seeds=N} sets how many, {@code -Dmiroir.from=N} where they begin,
     * {@code -Dmiroir.seed=N} runs that one alone, {@code -Dmiroir.trace=true} prints what happens in it, and {@code -Dmiroir.all=true} goes on after a
     * failure.
     *
     * @param name of what is tested, for the report
     */
    static void run(String name, long count, History history) {
        Long only = Long.getLong("miroir.seed");
        long from = only == null ? Long.getLong("miroir.from", 0) : only;
        long end = only == null ? from + Long.getLong("miroir.seeds", count) : only + 1;
        new Histories(name, from, end, history).run();
    }

    private void run() {
        Thread[] threads = new Thread[Math.max(1, Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, name + " " + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                join(thread);
                if (thread.isAlive()) {
                    System.out.println(progress());
                }
            }
        }
        System.out.println(progress() + System.lineSeparator() + total.report(Math.max(1, lived)));
        failures.entrySet().stream().findFirst().ifPresent(first -> {
            throw new AssertionError(
                    name + ": seed " + first.getKey() + " fails (run it alone: -Dmiroir.seed=" + first.getKey() + "): "
                            + first.getValue().getMessage(),
                    first.getValue());
        });
    }

    private synchronized String progress() {
        double seconds = (System.nanoTime() - started) / 1e9;
        long cpu =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        double each = cpu / 1e6 / Math.max(1, lived);
        double lately = (cpu - cpuBefore) / 1e6 / Math.max(1, lived - livedBefore);
        cpuBefore = cpu;
        livedBefore = lived;
        return String.format(
                "%s: %,d histories from seed %d in %.0f s, %.1f/s, %.2f ms of CPU each (lately %.2f), digest %016x",
                name, lived, from, seconds, lived / seconds, each, lately, total.digest());
    }

    private static void join(Thread thread) {
        try {
            thread.join(PROGRESS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A seed that was taken is always run: so all seeds below one that fails are, and the smallest is found. */
    private void work() {
        while (!failed() || Boolean.getBoolean("miroir.all")) {
            long seed = next.getAndIncrement();
            if (seed >= end) {
                return;
            }
            live(seed);
        }
    }

    private void live(long seed) {
        try {
            Path data = Files.createTempDirectory(memory(), "miroir-history-");
            try {
                lived(history.run(new Random(seed), data));
            } finally {
                delete(data);
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(seed, e);
        }
    }

    private synchronized void lived(Tally one) {
        total.addAll(one);
        lived++;
    }

    private synchronized boolean failed() {
        return !failures.isEmpty();
    }

    private synchronized void failed(long seed, Throwable failure) {
        failures.put(seed, failure);
        System.out.println(name + ": seed " + seed + " fails: " + failure.getMessage());
    }

    /** Where accepted payloads go: into memory where the system has such a folder. */
    private static Path memory() {
        Path shared = Path.of("/dev/shm");
        return Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Histories of the {@code write-path} or of the {@code topology}, as the properties say. */
    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "write-path" -> WritePathSimulationTest.run(WritePathSimulationTest.HISTORIES);
            case "topology" -> TopologySimulationTest.run(TopologySimulationTest.HISTORIES);
            default -> throw new IllegalArgumentException("write-path or topology");
        }
    }
}
