package miroir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client and a server that answers when the test says so. */
@Timeout(60)
class ConnectionsTest {
    private static final NodeId NODE = new NodeId("n1");
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** After this an idle connection is closed. */
    private static final Duration KEEP = Duration.ofMillis(300);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<Void> go = new CompletableFuture<>();
    private final Map<InetSocketAddress, String> peers = new ConcurrentHashMap<>();
    private HttpServer server;
    private HttpNodeClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/quick", this::answer);
        server.createContext(
                "/held",
                exchange -> threads.execute(() -> {
                    go.join();
                    answer(exchange);
                }));
        Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, threads);
        server.createContext("/slow", exchange -> later.execute(() -> answer(exchange)));
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new HttpNodeClient(
                node -> new NodeDirectory.Endpoint(address, null),
                purpose -> new Turnstile.Limit(purpose == Purpose.READ ? 6 : 2, 4),
                KEEP);
    }

    @AfterEach
    void stop() {
        go.complete(null);
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) {
        peers.put(exchange.getRemoteAddress(), exchange.getRequestURI().getPath());
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NodeRequest get(String path, Purpose purpose) {
        return NodeRequest.get(NODE, path, LONG).as(purpose);
    }

    private List<CompletableFuture<NodeReply>> send(int count, NodeRequest request) {
        return IntStream.range(0, count).mapToObj(i -> client.send(request)).toList();
    }

    private static void assertAnswered(CompletableFuture<NodeReply> reply) {
        assertThat(reply.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(NodeReply.Answered.class);
    }

    @Test
    void searches_that_hang_keep_neither_probes_nor_writes_nor_copying_waiting() {
        var searches = send(10, get("/held", Purpose.READ));
        NodeRequest write = new NodeRequest(NODE, "POST", "/quick", "application/json", new byte[] {'1'}, SOON);
        Stream.of(get("/quick", Purpose.PROBE), write, get("/quick", Purpose.COPY))
                .map(client::send)
                .forEach(ConnectionsTest::assertAnswered);
        assertThat(searches).noneMatch(CompletableFuture::isDone);
        go.complete(null);
        searches.forEach(ConnectionsTest::assertAnswered);
        assertThat(peers.values().stream().filter("/held"::equals))
                .as("connections of the searches")
                .hasSize(6);
        assertThat(peers).hasSize(9);
    }

    @Test
    void who_finds_no_place_is_told_so_at_once() {
        var searches = send(12, get("/held", Purpose.READ));
        assertThat(searches.subList(0, 10)).noneMatch(CompletableFuture::isDone);
        assertThat(searches.subList(10, 12))
                .allSatisfy(reply -> assertThat(reply).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance));
        go.complete(null);
        searches.subList(0, 10).forEach(ConnectionsTest::assertAnswered);
        assertAnswered(client.send(get("/held", Purpose.READ)));
    }

    @Test
    void who_waits_too_long_for_a_connection_was_certainly_not_sent() {
        var searches = send(6, get("/held", Purpose.READ));
        var waiting = client.send(get("/quick", Purpose.READ).waiting(Duration.ofMillis(50)));
        assertThat(waiting.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(NodeReply.Busy.class);
        go.complete(null);
        searches.forEach(ConnectionsTest::assertAnswered);
        assertThat(peers.values()).doesNotContain("/quick");
    }

    @Test
    void the_time_of_a_request_starts_when_it_has_its_connection() {
        NodeRequest slow = NodeRequest.get(NODE, "/slow", Duration.ofMillis(2500))
                .as(Purpose.WRITE)
                .waiting(LONG);
        send(6, slow).forEach(ConnectionsTest::assertAnswered);
    }

    @Test
    void an_exchange_may_take_longer_than_a_connection_is_kept_idle() {
        assertAnswered(client.send(get("/slow", Purpose.READ)));
        assertAnswered(client.send(get("/slow", Purpose.READ)));
    }

    @Test
    void a_connection_that_nobody_uses_is_closed() throws IOException {
        try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpNodeClient other = new HttpNodeClient(
                        id -> new NodeDirectory.Endpoint(URI.create("http://127.0.0.1:" + node.getLocalPort()), null),
                        purpose -> new Turnstile.Limit(1, 1),
                        KEEP)) {
            CompletableFuture<NodeReply> reply = other.send(get("/", Purpose.READ));
            try (var connection = node.accept()) {
                connection.getInputStream().readNBytes(16);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertAnswered(reply);
                await().atMost(SOON).until(() -> isClosed(connection));
            }
        }
    }

    private static boolean isClosed(java.net.Socket connection) {
        try {
            return connection.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void only_time_that_ran_out_is_late() throws IOException {
        assertAnswered(client.send(get("/quick", Purpose.READ)));
        NodeReply slow = client.send(NodeRequest.get(NODE, "/held", Duration.ofMillis(100)))
                .join();
        assertThat(slow).isEqualTo(new NodeReply.Unknown("no answer in time", true));
        assertThat(slow.late()).isTrue();
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = closed.getLocalPort();
        }
        try (HttpNodeClient other =
                new HttpNodeClient(id -> new NodeDirectory.Endpoint(URI.create("http://127.0.0.1:" + nobody), null))) {
            NodeReply refused = other.send(get("/", Purpose.READ)).join();
            assertThat(refused).isInstanceOf(NodeReply.NotSent.class);
            assertThat(refused.late()).isFalse();
        }
    }
}
