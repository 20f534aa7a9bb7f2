package miroir.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.app.config.Config;
import miroir.app.config.ConfiguredBackups;
import miroir.app.config.ConfiguredNode;
import miroir.app.config.ReadCopies;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedServer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * Compares searches that come through {@code engine.exchange} with the same searches sent to what stands behind it, in turns
 * within one run: two small servers in this process before the handlers of one Miroir. Arguments: clients, rounds.
 */
final class ExchangeBenchmark {
    private static final int PER_ROUND = 125;

    private ExchangeBenchmark() {}

    /** What the servers hand a request to. */
    private static final class Door extends Handler.Abstract {
        private final Handler behind;

        Door(Handler behind) {
            this.behind = behind;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return behind.handle(request, response, callback);
        }
    }

    private static Server serve(Handler behind) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new Door(behind));
        server.start();
        return server;
    }

    public static void main(String[] arguments) throws Exception {
        int clients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        Path data = Files.createTempDirectory("miroir-exchange-");
        ExecutorService tasks = Executors.newSingleThreadExecutor();
        EmbeddedNode node = EmbeddedNode.open(new EmbeddedOptions(null, null, InstantSource.system(), tasks));
        EmbeddedServer nodeServer = EmbeddedServer.start(node, "127.0.0.1", 0);
        Wiring miroir = (Wiring) Wiring.start(config(data, nodeServer.port()), reason -> {});
        fill(miroir.address());
        Handler.Wrapper exchange = (Handler.Wrapper)
                Objects.requireNonNull(miroir.server()).jettyServer().server().getHandler();
        Server with = serve(exchange);
        Server without = serve(Objects.requireNonNull(exchange.getHandler()));
        try {
            System.out.printf("%8s %8s %24s %24s %18s%n", "clients", "sent in", "p50 us", "p99 us", "ratio p50 mean");
            for (boolean split : new boolean[] {false, true}) {
                compare(without.getURI(), with.getURI(), clients, rounds, split);
            }
        } finally {
            with.stop();
            without.stop();
            miroir.close();
            nodeServer.close();
            node.close();
            tasks.shutdown();
        }
    }

    private static Config config(Path data, int port) {
        return new Config(
                0,
                "127.0.0.1",
                data,
                null,
                null,
                4,
                1,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                Config.SEARCH_TIMEOUT_SECONDS,
                Config.REREPLICATE_AFTER_MINUTES,
                Config.VERIFY_EVERY_DAYS,
                List.of(new ConfiguredNode(
                        new NodeId("node"), URI.create("http://127.0.0.1:" + port), new GroupId(0), null)),
                ConfiguredBackups.none(data));
    }

    private static String request(String method, String path, String body) {
        return method + " " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static void fill(URI miroir) throws InterruptedException {
        String documents = "["
                + String.join(
                        ",",
                        IntStream.range(0, 200)
                                .mapToObj(i -> "{\"id\":" + i + ",\"title\":\"amber cedar " + i + "\"}")
                                .toList())
                + "]";
        String search = request("POST", "/indexes/bench/search", "{\"q\":\"cedar\"}");
        try (Knocker knocker = new Knocker(miroir)) {
            while (knocker.knock(request("GET", "/health", "")).status() != 200
                    || knocker.knock(request("POST", "/indexes/bench/documents", documents))
                                    .status()
                            != 202) {
                Thread.sleep(50);
            }
            while (!knocker.knock(search).body().contains("amber")) {
                Thread.sleep(50);
            }
        }
    }

    private static void compare(URI without, URI with, int clients, int rounds, boolean split) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long[][] times = {{}, {}};
        for (int round = -rounds; round < rounds; round++) {
            for (int turn : round % 2 == 0 ? new int[] {0, 1} : new int[] {1, 0}) {
                long[] run = run(threads, turn == 0 ? without : with, clients, split);
                if (round >= 0) {
                    times[turn] = Stream.of(times[turn], run)
                            .flatMapToLong(Arrays::stream)
                            .toArray();
                }
            }
        }
        threads.shutdown();
        Arrays.sort(times[0]);
        Arrays.sort(times[1]);
        System.out.printf(
                "%8d %8s %12.0f/%11.0f %12.0f/%11.0f %9.3f %8.3f%n",
                clients,
                split ? "two" : "one",
                quantile(times[0], 0.5),
                quantile(times[1], 0.5),
                quantile(times[0], 0.99),
                quantile(times[1], 0.99),
                quantile(times[1], 0.5) / quantile(times[0], 0.5),
                (double) Arrays.stream(times[1]).sum() / Arrays.stream(times[0]).sum());
    }

    private static double quantile(long[] sorted, double quantile) {
        return sorted[(int) (sorted.length * quantile)] / 1000.0;
    }

    private static long[] run(ExecutorService threads, URI address, int clients, boolean split) {
        List<CompletableFuture<long[]>> runs = IntStream.range(0, clients)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> client(address, split), threads))
                .toList();
        return runs.stream()
                .map(CompletableFuture::join)
                .flatMapToLong(Arrays::stream)
                .toArray();
    }

    private static long[] client(URI address, boolean split) {
        String request = request("POST", "/indexes/bench/search", "{\"q\":\"cedar\",\"limit\":5}");
        int head = split ? request.indexOf("\r\n\r\n") + 4 : request.length();
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        long[] times = new long[PER_ROUND];
        try (java.net.Socket socket = new java.net.Socket(address.getHost(), address.getPort())) {
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[1 << 16];
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(bytes, 0, head);
                if (split) {
                    socket.getOutputStream().write(bytes, head, bytes.length - head);
                }
                int count = 0;
                do {
                    count += socket.getInputStream().read(buffer, count, buffer.length - count);
                } while (buffer[count - 1] != '}');
                times[i] = System.nanoTime() - start;
                if (buffer[9] != '2') {
                    throw new IllegalStateException(new String(buffer, 0, count, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times;
    }
}
