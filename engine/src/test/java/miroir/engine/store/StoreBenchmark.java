package miroir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;

/**
 * Measures how many writes of one task with one part become durable per second, and compares with the disk's own rate of
 * one fsync after another. Arguments: seconds per row and, if wanted, a directory on the disk to measure.
 */
public final class StoreBenchmark {
    private StoreBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        Path directory = arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("miroir-benchmark");
        Files.createDirectories(directory);
        double fsyncs = fsyncsPerSecond(directory.resolve("fsync"), seconds);
        System.out.printf("one write and fsync of 512 bytes: %,.0f/s%n", fsyncs);
        System.out.printf(
                "%8s %12s %12s %14s %10s %9s%n",
                "callers", "writes/s", "groups/s", "writes/group", "x fsync", "file MB");
        run(directory.resolve("warm-up"), 16, seconds);
        for (int callers : new int[] {1, 16, 64}) {
            Rate rate = run(directory.resolve("callers-" + callers), callers, seconds);
            System.out.printf(
                    "%8d %,12.0f %,12.0f %14.1f %10.2f %9.1f%n",
                    callers,
                    rate.writes(),
                    rate.groups(),
                    rate.writes() / rate.groups(),
                    rate.writes() / fsyncs,
                    rate.fileBytes() / 1e6);
        }
    }

    private record Rate(double writes, double groups, double fileBytes) {}

    private static double fsyncsPerSecond(Path file, long seconds) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            long done = 0;
            while (System.nanoTime() < end) {
                channel.write(ByteBuffer.allocate(512), done % 1000 * 512);
                channel.force(true);
                done++;
            }
            return (double) done / seconds;
        }
    }

    private static Rate run(Path directory, int callers, long seconds) throws InterruptedException, IOException {
        try (H2Store store = H2Store.open(directory)) {
            AtomicLong uids = new AtomicLong(store.load().nextTaskUid());
            AtomicLong done = new AtomicLong();
            long before = store.checkpoints();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            Thread[] threads = new Thread[callers];
            for (int i = 0; i < callers; i++) {
                threads[i] = new Thread(() -> {
                    while (System.nanoTime() < end) {
                        long uid = uids.getAndIncrement();
                        store.write(List.of(
                                        new Change.PutTask(Samples.task(uid, TaskStatus.ENQUEUED)),
                                        new Change.PutPart(Samples.part(uid, "a", PartStatus.PENDING))))
                                .join();
                        done.incrementAndGet();
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return new Rate(
                    (double) done.get() / seconds,
                    (double) (store.checkpoints() - before) / seconds,
                    Files.size(directory.resolve("miroir.mv.db")));
        }
    }
}
