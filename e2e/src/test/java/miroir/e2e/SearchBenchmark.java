package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Compares searches through Miroir with the same searches sent to its node directly, in turns within one run; over
 * several nodes it shows Miroir's CPU time per search. Arguments: fake, meilisearch or embedded; nodes; rounds.
 */
final class SearchBenchmark {
    private static final int PER_ROUND = 200;
    private static final String INDEX = "bench";

    private SearchBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        try (Bench bench = Bench.start(arguments.length > 0 ? arguments[0] : "fake", nodes)) {
            byte[] documents = Bench.documents(0, 3000);
            bench.miroir.succeed(bench.miroir.send(
                    "POST",
                    "/indexes/" + INDEX + "/documents?primaryKey=id",
                    "application/x-ndjson",
                    documents,
                    java.util.Map.of()));
            String volume = bench.nodes
                    .get(0)
                    .get("/indexes")
                    .json()
                    .path("results")
                    .path(0)
                    .path("uid")
                    .asText();
            System.out.printf(
                    "%7s %5s %21s %21s %12s %14s%n",
                    "clients", "hits", "p50 us direct/miroir", "p99 us direct/miroir", "ratios", "CPU us/search");
            for (int clients : new int[] {1, 8}) {
                for (int hits : new int[] {20, 1000}) {
                    compare(bench, volume, new Load(clients, hits, rounds));
                }
            }
        }
    }

    private record Load(int clients, int hits, int rounds) {
        byte[] body() {
            return ("{\"q\":\"amber1 cedar\",\"limit\":" + hits + "}").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void compare(Bench bench, String volume, Load load) {
        ExecutorService threads = Executors.newFixedThreadPool(load.clients());
        List<long[]> direct = new ArrayList<>();
        List<long[]> through = new ArrayList<>();
        long cpu = 0;
        for (int round = -load.rounds() / 2; round < load.rounds(); round++) {
            long[] first = run(threads, bench.nodes.get(0).address(), volume, load);
            long before = Bench.cpuNanos(bench.program);
            long[] second = run(threads, bench.miroir.address(), INDEX, load);
            if (round >= 0) {
                cpu += Bench.cpuNanos(bench.program) - before;
                direct.add(first);
                through.add(second);
            }
        }
        threads.shutdown();
        print(load, Bench.sorted(direct), Bench.sorted(through), cpu);
    }

    private static void print(Load load, long[] direct, long[] through, long cpu) {
        double p50 = Bench.micros(through, 0.5) / Bench.micros(direct, 0.5);
        double p99 = Bench.micros(through, 0.99) / Bench.micros(direct, 0.99);
        System.out.printf(
                "%7d %5d %10.0f/%10.0f %10.0f/%10.0f %6.2f/%5.2f %14.0f%n",
                load.clients(),
                load.hits(),
                Bench.micros(direct, 0.5),
                Bench.micros(through, 0.5),
                Bench.micros(direct, 0.99),
                Bench.micros(through, 0.99),
                p50,
                p99,
                cpu / 1000.0 / through.length);
    }

    private static long[] run(ExecutorService threads, URI address, String index, Load load) {
        List<CompletableFuture<long[]>> runs = IntStream.range(0, load.clients())
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> client(address, index, load), threads))
                .toList();
        return Bench.sorted(runs.stream().map(CompletableFuture::join).toList());
    }

    private static long[] client(URI address, String index, Load load) {
        long[] times = new long[PER_ROUND / load.clients()];
        try (RawHttp http = RawHttp.connect(address)) {
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                RawHttp.Message answer =
                        http.exchange("POST", "/indexes/" + index + "/search", "application/json", load.body());
                times[i] = System.nanoTime() - start;
                if (!answer.start().contains(" 200")) {
                    throw new IllegalStateException(answer.start() + new String(answer.body(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }
}
