package miroir.e2e;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Times the jar from its start to the first answer of {@code /health}, with a new data folder and with a used one, beside a
 * JVM that only says its version, in turns within one run. Argument: rounds.
 */
final class StartBenchmark {
    private static final String JAVA = ProcessHandle.current().info().command().orElse("java");
    private static final String[] KINDS = {"java -version", "new folder", "used folder"};

    private StartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Path folder = Files.createTempDirectory("miroir-start");
        List<List<Start>> starts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < rounds; round++) {
            Path data = folder.resolve("data-" + round);
            starts.get(0).add(bare(folder.resolve("version.log")));
            starts.get(1).add(serve(data));
            starts.get(2).add(serve(data));
        }
        System.out.printf("%14s %8s %8s %8s %8s %8s%n", "", "ms min", "ms p50", "CPU min", "CPU p50", "ratio");
        double bare = quantile(starts.get(0), true, 0.5);
        for (int i = 0; i < KINDS.length; i++) {
            List<Start> of = starts.get(i);
            System.out.printf(
                    "%14s %8.0f %8.0f %8.0f %8.0f %8.1f%n",
                    KINDS[i],
                    quantile(of, true, 0),
                    quantile(of, true, 0.5),
                    quantile(of, false, 0),
                    quantile(of, false, 0.5),
                    quantile(of, true, 0.5) / bare);
        }
    }

    /** How long a start took; the CPU time is 0 when the process ended before it could be asked. */
    private record Start(long wallNanos, long cpuNanos) {}

    private static Start bare(Path log) {
        long began = System.nanoTime();
        try (Program program = Program.start(List.of(JAVA, "-version"), Map.of(), log)) {
            program.exitStatus();
            return new Start(System.nanoTime() - began, 0);
        }
    }

    /** With the JVM's own defaults, as a user starts it. */
    private static Start serve(Path data) {
        int port = Program.freePort();
        Api api = new Api(URI.create("http://127.0.0.1:" + port), null);
        List<String> command = List.of(
                JAVA,
                "-jar",
                Program.jarFile().toString(),
                "serve",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString());
        long began = System.nanoTime();
        try (Program program = Program.start(command, Map.of(), Path.of(data + ".log"))) {
            Api.until("Miroir answers", api::answers);
            Start start = new Start(System.nanoTime() - began, Bench.cpuNanos(program));
            program.stop();
            return start;
        }
    }

    private static double quantile(List<Start> starts, boolean wall, double quantile) {
        long[] sorted = starts.stream()
                .mapToLong(start -> wall ? start.wallNanos() : start.cpuNanos())
                .sorted()
                .toArray();
        return Bench.micros(sorted, quantile) / 1000;
    }
}
