package miroir.e2e.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultProxyTest {
    private static final String TEXT = "{\"text\":\"0123456789\"}";

    private final Server server = new Server("one");
    private final FaultProxy proxy = FaultProxy.to(server.port());

    @BeforeEach
    void nothingHappened() {
        assertThat(proxy.tally().total()).isZero();
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    /** Answers with the request's number and body. */
    private static final class Server implements AutoCloseable {
        final List<String> seen = new CopyOnWriteArrayList<>();
        private final HttpServer http;
        private final String name;

        Server(String name) {
            this.name = name;
            try {
                http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            http.setExecutor(Executors.newCachedThreadPool(run -> {
                Thread thread = new Thread(run);
                thread.setDaemon(true);
                return thread;
            }));
            http.createContext("/", this::answer);
            http.start();
        }

        int port() {
            return http.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String path = exchange.getRequestURI().toString();
                seen.add(exchange.getRequestMethod() + " " + path + " " + body);
                byte[] answer = (path.equals("/name") ? name : path.equals("/count") ? "" + seen.size() : TEXT)
                        .getBytes(StandardCharsets.UTF_8);
                boolean chunked = path.startsWith("/chunked");
                exchange.sendResponseHeaders(path.equals("/none") ? 204 : 200, lengthOf(path, chunked, answer));
                if (!path.equals("/none")) {
                    exchange.getResponseBody().write(answer);
                }
            }
        }

        private static long lengthOf(String path, boolean chunked, byte[] answer) {
            return path.equals("/none") ? -1 : chunked ? 0 : answer.length;
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }

    /** One kept connection. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final HttpReader in;

        Client(FaultProxy proxy) throws IOException {
            socket =
                    new Socket(InetAddress.getLoopbackAddress(), proxy.address().getPort());
            socket.setSoTimeout(5000);
            in = new HttpReader(socket.getInputStream());
        }

        HttpMessage get(String path) throws IOException {
            return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        HttpMessage post(String path, String body) throws IOException {
            return send(
                    "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }

        HttpMessage send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return in.answer("GET");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void what_no_fault_is_wished_for_goes_through_on_kept_connections() throws IOException {
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/plain").text()).isEqualTo(TEXT);
            assertThat(client.get("/chunked").text()).isEqualTo(TEXT);
            assertThat(client.get("/none").status()).isEqualTo(204);
            assertThat(client.post("/posted", "body").text()).isEqualTo(TEXT);
            client.send(
                    "PUT /put HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        }
        assertThat(server.seen)
                .containsExactly("GET /plain ", "GET /chunked ", "GET /none ", "POST /posted body", "PUT /put abcde");
        assertThat(proxy.tally().total()).isZero();
    }

    @Test
    void a_rule_is_for_its_requests_and_so_many_of_them() throws IOException {
        Rule rule = proxy.script(Rule.always(new Fault.Garble(Garbage.HTML, false))
                .on("POST", "^/docs")
                .on(request -> request.text().contains("7"))
                .times(1));
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/docs/7").text()).isEqualTo(TEXT);
            assertThat(client.post("/docs", "8").text()).isEqualTo(TEXT);
            assertThat(rule.hits()).isZero();
            assertThat(client.post("/docs", "7").text()).contains("Welcome");
            assertThat(client.post("/docs", "7").text()).isEqualTo(TEXT);
        }
        assertThat(rule.hits()).isEqualTo(1);
        assertThat(server.seen).hasSize(3);
        assertThat(proxy.tally().counts()).containsExactly(java.util.Map.entry("answered HTML", 1L));
    }

    @Test
    void delays_are_before_or_after_the_node_was_asked() throws IOException {
        try (Client client = new Client(proxy)) {
            Rule before = proxy.script(Rule.always(new Fault.DelayRequest(Duration.ofMillis(300))));
            long start = System.nanoTime();
            client.get("/a");
            assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
            proxy.forget(before);
            proxy.script(Rule.always(new Fault.DelayAnswer(Duration.ofMillis(300))));
            start = System.nanoTime();
            client.get("/b");
            assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
        }
    }

    @Test
    void an_answer_can_drip() throws IOException {
        proxy.script(Rule.always(new Fault.Drip(400)));
        try (Client client = new Client(proxy)) {
            long start = System.nanoTime();
            assertThat(client.get("/a").text()).isEqualTo(TEXT);
            assertThat(System.nanoTime() - start).isGreaterThan(200_000_000L);
        }
    }

    @Test
    void a_reset_loses_the_answer_but_not_the_deed() throws IOException {
        proxy.script(Rule.always(new Fault.Reset(false)).times(1));
        proxy.script(Rule.always(new Fault.Reset(true)).times(1));
        for (int i = 0; i < 2; i++) {
            try (Client client = new Client(proxy)) {
                assertThatThrownBy(() -> client.post("/done", "x")).isInstanceOf(SocketException.class);
            }
        }
        assertThat(server.seen).containsExactly("POST /done x");
    }

    @Test
    void an_answer_is_cut_openly_or_with_a_length_that_fits() throws IOException {
        proxy.script(Rule.always(new Fault.Truncate(50, true)).times(1));
        proxy.script(Rule.always(new Fault.Truncate(50, false)).times(1));
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/a").text()).isEqualTo(TEXT.substring(0, TEXT.length() / 2));
            assertThatThrownBy(() -> client.get("/a"))
                    .isInstanceOf(java.io.EOFException.class)
                    .hasMessage(TEXT.length() / 2 + " bytes of " + TEXT.length());
        }
    }

    @Test
    void a_held_request_arrives_when_it_is_released_however_long_its_client_is_gone() throws IOException {
        proxy.script(
                Rule.always(Fault.Hold.untilReleased(Duration.ofMillis(50))).times(2));
        for (String body : List.of("first", "second")) {
            try (Client client = new Client(proxy)) {
                assertThatThrownBy(() -> client.post("/late", body)).isInstanceOf(SocketException.class);
            }
        }
        try (Client client = new Client(proxy)) {
            client.post("/late", "third");
        }
        assertThat(proxy.held()).isEqualTo(2);
        assertThat(server.seen).containsExactly("POST /late third");
        assertThat(proxy.release()).extracting(HttpMessage::status).containsExactly(200, 200);
        assertThat(server.seen).containsExactly("POST /late third", "POST /late first", "POST /late second");
        assertThat(proxy.release()).isEmpty();
    }

    @Test
    void a_client_that_hangs_up_first_does_not_keep_its_request_from_arriving() throws IOException {
        proxy.script(Rule.always(new Fault.Hold(Duration.ofMinutes(5), Duration.ofMillis(100))));
        try (Client client = new Client(proxy)) {
            client.socket.setSoTimeout(100);
            assertThatThrownBy(() -> client.post("/late", "x")).isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(server.seen).isEmpty();
        }
        await().until(() -> server.seen.equals(List.of("POST /late x")));
        await().until(() -> proxy.overdue() == 0);
    }

    @Test
    void a_request_is_passed_on_twice() throws IOException {
        proxy.script(Rule.always(new Fault.Duplicate(Duration.ofMillis(200))).times(1));
        try (Client client = new Client(proxy)) {
            client.post("/twice", "x");
            client.post("/then", "y");
        }
        assertThat(server.seen).containsExactly("POST /twice x", "POST /then y");
        await().until(() -> server.seen.equals(List.of("POST /twice x", "POST /then y", "POST /twice x")));
    }

    @ParameterizedTest
    @EnumSource
    void garbage_is_answered_with_or_without_the_node_being_asked(Garbage garbage) throws IOException {
        proxy.script(Rule.always(new Fault.Garble(garbage, true)).times(1));
        proxy.script(Rule.always(new Fault.Garble(garbage, false)).times(1));
        try (Client client = new Client(proxy)) {
            HttpMessage first = client.post("/a", "1");
            assertThat(first.status()).isEqualTo(garbage == Garbage.BAD_GATEWAY ? 502 : 200);
            assertThat(first.text())
                    .isNotEqualTo(TEXT)
                    .isEqualTo(client.post("/a", "2").text());
        }
        assertThat(server.seen).containsExactly("POST /a 1");
    }

    @Test
    void a_cache_answers_what_was_answered_first() throws IOException {
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/count").text()).isEqualTo("1");
            assertThat(client.get("/count").text()).isEqualTo("2");
            proxy.script(Rule.always(new Fault.Cached()));
            assertThat(client.get("/count").text()).isEqualTo("1");
            assertThat(client.get("/name").text()).isEqualTo("one");
        }
    }

    @Test
    void a_black_hole_takes_everything_and_says_nothing() throws IOException {
        proxy.script(Rule.always(new Fault.BlackHole(Duration.ofMillis(200))));
        try (Client client = new Client(proxy)) {
            assertThatThrownBy(() -> client.get("/a")).isInstanceOf(SocketException.class);
        }
        assertThat(server.seen).isEmpty();
    }

    @Test
    void it_can_refuse_and_accept_again_on_its_port() throws IOException {
        try (Client open = new Client(proxy)) {
            open.get("/a");
            proxy.refuse();
            assertThatThrownBy(() -> open.get("/a")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new Client(proxy)).isInstanceOf(ConnectException.class);
        }
        proxy.accept();
        proxy.accept();
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/a").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource
    void two_proxies_exchange_their_targets(FaultProxy.Existing existing) throws IOException {
        try (Server second = new Server("two");
                FaultProxy other = FaultProxy.to(second.port());
                Client open = new Client(proxy)) {
            assertThat(open.get("/name").text()).isEqualTo("one");
            FaultProxy.swap(proxy, other, existing);
            switch (existing) {
                case CUT -> assertThatThrownBy(() -> open.get("/name")).isInstanceOf(IOException.class);
                case STAY -> assertThat(open.get("/name").text()).isEqualTo("one");
                case FOLLOW -> assertThat(open.get("/name").text()).isEqualTo("two");
            }
            try (Client here = new Client(proxy);
                    Client there = new Client(other)) {
                assertThat(here.get("/name").text()).isEqualTo("two");
                assertThat(there.get("/name").text()).isEqualTo("one");
            }
        }
    }

    @Test
    void a_node_that_is_not_there_resets_its_clients() throws IOException {
        server.close();
        try (Client client = new Client(proxy)) {
            assertThatThrownBy(() -> client.get("/a")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void chance_decides_on_what_no_rule_takes_until_all_is_calm() throws IOException {
        proxy.leaveTo(request -> request.path().equals("/bad") ? new Fault.Garble(Garbage.NOTHING, false) : null);
        proxy.script(Rule.always(Fault.Hold.untilReleased(Duration.ofMillis(1))).on("GET", "^/held"));
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/bad").text()).isEmpty();
            assertThat(client.get("/good").text()).isEqualTo(TEXT);
            assertThatThrownBy(() -> client.get("/held")).isInstanceOf(IOException.class);
        }
        proxy.calm();
        assertThat(proxy.held()).isZero();
        try (Client client = new Client(proxy)) {
            assertThat(client.get("/bad").text()).isEqualTo(TEXT);
            assertThat(client.get("/held").text()).isEqualTo(TEXT);
        }
        assertThat(proxy.tally().counts().keySet()).containsExactlyInAnyOrder("answered NOTHING", "delivered late");
    }
}
