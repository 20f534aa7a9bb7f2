package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Compares writes through Miroir with the same writes sent to one of its nodes directly, in turns within one run: the
 * time until the last task has ended, and until a write is answered. Arguments: meilisearch or embedded; nodes; rounds.
 */
final class IngestBenchmark {
    private IngestBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        try (Bench bench = Bench.start(arguments.length > 0 ? arguments[0] : "embedded", nodes)) {
            System.out.printf(
                    "%8s %8s %10s %23s %6s %23s %13s%n",
                    "clients",
                    "writes",
                    "documents",
                    "ended ms direct/miroir",
                    "ratio",
                    "p50 us direct/miroir",
                    "CPU us/write");
            for (Load load : List.of(new Load(1, 4, 2500), new Load(1, 200, 1), new Load(8, 800, 1))) {
                compare(bench, load, rounds);
            }
        }
    }

    private record Load(int clients, int writes, int documents) {}

    private record Run(double ms, long[] answers) {}

    private static void compare(Bench bench, Load load, int rounds) {
        List<Run> direct = new ArrayList<>();
        List<Run> through = new ArrayList<>();
        long cpu = 0;
        for (int round = -1; round < rounds; round++) {
            Run first = run(bench.nodes.get(0), load);
            long before = Bench.cpuNanos(bench.program);
            Run second = run(bench.miroir, load);
            if (round >= 0) {
                cpu += Bench.cpuNanos(bench.program) - before;
                direct.add(first);
                through.add(second);
            }
        }
        System.out.printf(
                "%8d %8d %10d %11.0f/%11.0f %6.2f %11.0f/%11.0f %13.0f%n",
                load.clients(),
                load.writes(),
                load.documents(),
                middle(direct),
                middle(through),
                middle(through) / middle(direct),
                answered(direct),
                answered(through),
                cpu / 1000.0 / rounds / load.writes());
    }

    private static double middle(List<Run> runs) {
        double[] times = runs.stream().mapToDouble(Run::ms).sorted().toArray();
        return times[times.length / 2];
    }

    private static double answered(List<Run> runs) {
        return Bench.micros(Bench.sorted(runs.stream().map(Run::answers).toList()), 0.5);
    }

    /** Writes all into a new index and waits for the end of every task. */
    private static Run run(Api api, Load load) {
        api.succeed(api.post("/indexes", "{\"uid\":\"ingest\",\"primaryKey\":\"id\"}"));
        ExecutorService threads = Executors.newFixedThreadPool(load.clients());
        long start = System.nanoTime();
        List<CompletableFuture<long[]>> clients = IntStream.range(0, load.clients())
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> client(api.address(), i, load), threads))
                .toList();
        long[] answers =
                Bench.sorted(clients.stream().map(CompletableFuture::join).toList());
        String open = "/tasks?limit=1&indexUids=ingest&statuses=enqueued,processing";
        Api.until("all is written", () -> api.get(open).json().path("total").asInt() == 0);
        double ms = (System.nanoTime() - start) / 1e6;
        threads.shutdown();
        int documents = api.get("/indexes/ingest/stats")
                .json()
                .path("numberOfDocuments")
                .asInt();
        if (documents != load.writes() * load.documents()) {
            throw new IllegalStateException(documents + " documents after " + load);
        }
        api.succeed(api.send("DELETE", "/indexes/ingest", null, null, Map.of()));
        return new Run(ms, answers);
    }

    private static long[] client(URI address, int client, Load load) {
        long[] times = new long[load.writes() / load.clients()];
        byte[][] bodies = new byte[times.length][];
        Arrays.setAll(bodies, i -> Bench.documents((client * times.length + i) * load.documents(), load.documents()));
        try (RawHttp http = RawHttp.connect(address)) {
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                RawHttp.Message answer =
                        http.exchange("POST", "/indexes/ingest/documents", "application/x-ndjson", bodies[i]);
                times[i] = System.nanoTime() - start;
                if (!answer.start().contains(" 202")) {
                    throw new IllegalStateException(answer.start() + new String(answer.body(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }
}
