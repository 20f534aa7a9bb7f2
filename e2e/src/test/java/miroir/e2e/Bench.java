package miroir.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nodes of some kind with Miroir in front, for benchmarks; RF 1. */
final class Bench implements AutoCloseable {
    private static final String[] WORDS =
            "amber basil cedar delta ember fjord grove harbour iris jasper kelp lotus".split(" ");

    final List<Api> nodes = new ArrayList<>();
    final Api miroir;
    final Program program;
    private final List<Program> programs = new ArrayList<>();
    private final List<CannedNode> fakes = new ArrayList<>();

    private Bench(String kind, int count) throws IOException {
        Path folder = Files.createTempDirectory("miroir-bench-");
        StringBuilder yaml = new StringBuilder("shards: 64\nreplicationFactor: 1\n");
        int port = Program.freePort();
        yaml.append("port: ").append(port).append("\ndata: ").append(folder.resolve("miroir"));
        yaml.append("\nnodes:\n");
        for (int i = 0; i < count; i++) {
            URI address = node(kind, folder.resolve("node-" + i));
            nodes.add(new Api(address, null));
            yaml.append("  - { id: node-" + i + ", address: \"" + address + "\", group: 0 }\n");
        }
        Path config = Files.writeString(folder.resolve("miroir.yml"), yaml);
        program = opened(Program.jar(List.of("serve", "--config", config.toString()), folder.resolve("miroir.log")));
        miroir = new Api(URI.create("http://127.0.0.1:" + port), null);
        Api.until("Miroir answers", miroir::answers);
        Api.until("nodes are up", () -> {
            String topology = new String(miroir.get("/_miroir/topology").body(), StandardCharsets.UTF_8);
            return topology.split("\"health\":\"up\"", -1).length > count;
        });
    }

    /**
     * Starts one.
     *
     * @param kind fake (answers searches from memory), meilisearch or embedded
     */
    static Bench start(String kind, int nodes) throws IOException {
        return new Bench(kind, nodes);
    }

    private URI node(String kind, Path data) throws IOException {
        int port = Program.freePort();
        Path log = Path.of(data + ".log");
        if (kind.equals("meilisearch")) {
            String binary = String.valueOf(Program.meilisearch());
            opened(Program.start(
                    List.of(
                            binary,
                            "--db-path",
                            data.toString(),
                            "--http-addr",
                            "127.0.0.1:" + port,
                            "--no-analytics",
                            "--max-indexing-memory",
                            "512MB"),
                    Map.of(),
                    log));
        } else {
            opened(Program.jar(List.of("node", "--port", Integer.toString(port)), log));
        }
        URI address = URI.create("http://127.0.0.1:" + port);
        Api.until("the node answers", new Api(address, null)::healthy);
        return kind.equals("fake") ? fake(address) : address;
    }

    private Program opened(Program program) {
        programs.add(program);
        return program;
    }

    private URI fake(URI behind) throws IOException {
        CannedNode fake = new CannedNode(behind);
        fakes.add(fake);
        return fake.address();
    }

    /** Invented documents, one line of JSON each. */
    static byte[] documents(int from, int count) {
        Random random = new Random(from);
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            lines.append("{\"id\":").append(i).append(",\"title\":\"");
            words(lines, random, 6);
            lines.append("\",\"description\":\"");
            words(lines, random, 30);
            lines.append("\",\"price\":").append(random.nextInt(1000)).append(",\"tags\":[\"");
            lines.append(WORDS[random.nextInt(WORDS.length)]).append("\"]}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void words(StringBuilder to, Random random, int count) {
        for (int i = 0; i < count; i++) {
            to.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
            to.append(random.nextInt(40));
        }
    }

    /** The CPU time a process has used, in nanoseconds. */
    static long cpuNanos(Program program) {
        return ProcessHandle.of(program.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .map(java.time.Duration::toNanos)
                .orElse(0L);
    }

    /** A quantile of sorted times. */
    static double micros(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1000.0;
    }

    /** All times of many lists, sorted. */
    static long[] sorted(List<long[]> times) {
        long[] all = times.stream().flatMapToLong(Arrays::stream).toArray();
        Arrays.sort(all);
        return all;
    }

    @Override
    public void close() throws IOException {
        programs.forEach(Program::close);
        for (CannedNode fake : fakes) {
            fake.close();
        }
    }
}
