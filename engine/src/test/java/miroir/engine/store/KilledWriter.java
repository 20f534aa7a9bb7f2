package miroir.engine.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;

/** The process that is killed: writes tasks from several threads and prints each once its write has completed. */
public final class KilledWriter {
    private static final int CALLERS = 8;

    private KilledWriter() {}

    public static void main(String[] arguments) {
        H2Store store = H2Store.open(Path.of(arguments[0]));
        AtomicLong uids = new AtomicLong(store.load().nextTaskUid());
        for (int caller = 0; caller < CALLERS; caller++) {
            new Thread(() -> writeUntilKilled(store, uids)).start();
        }
    }

    /** What another process says that opens the database of that folder. */
    static String openedElsewhere(Path directory) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            H2Store.open(Path.of(arguments[0])).close();
            System.out.println("opened");
        }
    }

    private static void writeUntilKilled(H2Store store, AtomicLong uids) {
        while (true) {
            long uid = uids.getAndIncrement();
            store.write(List.of(
                            new Change.PutTask(Samples.task(uid, TaskStatus.ENQUEUED)),
                            new Change.PutPart(Samples.part(uid, "a", PartStatus.ENQUEUED)),
                            new Change.PutPart(Samples.part(uid, "b", PartStatus.ENQUEUED))))
                    .join();
            print("enqueued " + uid);
            store.write(List.of(
                            new Change.PutPart(Samples.part(uid, "a", PartStatus.SUCCEEDED)),
                            new Change.PutPart(Samples.part(uid, "b", PartStatus.SUCCEEDED)),
                            new Change.PutTask(Samples.task(uid, TaskStatus.SUCCEEDED))))
                    .join();
            print("succeeded " + uid);
        }
    }

    /** One write to the pipe per line: it is out of the process when this returns. */
    private static void print(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
