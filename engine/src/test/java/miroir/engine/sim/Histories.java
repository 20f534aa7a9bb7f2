package miroir.engine.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final String name;
    private final History history;
    private final AtomicLong next;
    private final long end;
    private final Map<Long, Throwable> failures = new TreeMap<>();

    private Histories(String name, long from, long end, History history) {
        this.name = name;
        this.next = new AtomicLong(from);
        this.end = end;
        this.history = history;
    }

    /** One history, from nothing but what is drawn. */
    @FunctionalInterface
    interface History {
        /** Lives it in an empty folder, which is deleted afterwards. */
        void run(Random random, Path data);
    }

    /**
     * Runs that many histories; {@code -Dmiroir.seeds=N} sets how many, {@code -Dmiroir.seed=N} runs that one alone.
     *
     * @param name of what is tested, for the report
     */
    static void run(String name, long count, History history) {
        Long only = Long.getLong("miroir.seed");
        long from = only == null ? 0 : only;
        long end = only == null ? Long.getLong("miroir.seeds", count) : only + 1;
        new Histories(name, from, end, history).run();
    }

    private void run() {
        Thread[] threads = new Thread[Math.max(1, Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, name + " " + i);
            threads[i].start();
        }
        for (Thread thread : threads) {
            join(thread);
        }
        failures.entrySet().stream().findFirst().ifPresent(first -> {
            throw new AssertionError(
                    name + ": seed " + first.getKey() + " fails (run it alone: -Dmiroir.seed=" + first.getKey() + "): "
                            + first.getValue().getMessage(),
                    first.getValue());
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A seed that was taken is always run: so all seeds below one that fails are, and the smallest is found. */
    private void work() {
        while (!failed()) {
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
                history.run(new Random(seed), data);
            } finally {
                delete(data);
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(seed, e);
        }
    }

    private synchronized boolean failed() {
        return !failures.isEmpty();
    }

    private synchronized void failed(long seed, Throwable failure) {
        failures.put(seed, failure);
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
}
