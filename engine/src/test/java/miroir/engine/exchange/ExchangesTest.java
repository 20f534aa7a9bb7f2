package miroir.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.time.Moment;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands before a server's handlers, before handlers of which each test has its own. */
@Timeout(60)
class ExchangesTest {
    private static final int MB = 1 << 20;
    private static final String SEARCH = "POST /indexes/a/search HTTP/1.1\r\nHost: m\r\n";

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<Socket> open = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();

    @FunctionalInterface
    private interface Work {
        void handle(Request request, Response response, Callback callback) throws Exception;
    }

    private void serve(long heap, Work work) throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                begun.incrementAndGet();
                work.handle(request, response, callback);
                return true;
            }
        });
        Exchanges.install(server, key -> true, MB, heap, () -> new Moment(System.nanoTime()));
        server.start();
    }

    @Test
    void who_has_been_answered_may_be_let_go_at_this_very_moment() throws Exception {
        List<Waiting> waits = new ArrayList<>();
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                waits.add(new Waiting(request, new Crowd(MB), new Pace(), System::nanoTime, "slow"));
                response.write(true, ByteBuffer.wrap(new byte[] {'a'}), callback);
                return true;
            }
        });
        server.start();
        Socket socket = connect();
        for (int i = 0; i < 3; i++) {
            send(socket, "GET /a HTTP/1.1\r\nHost: m\r\n\r\n");
            assertThat(answer(socket)).isEqualTo("200 a");
            waits.get(0).leave(); // nothing is thrown, and the next request is not failed
        }
    }

    private static void echo(Request request, Response response, Callback callback) {
        Content.Source.asByteBuffer(
                request,
                Promise.from(
                        body -> response.write(true, body, callback),
                        // a request that is broken off at the moment when its body is whole, as Bodies answers it
                        failure -> Response.writeError(
                                request, response, callback, failure instanceof TimeoutException ? 408 : 500)));
    }

    @AfterEach
    void stop() throws Exception {
        held.countDown();
        for (Socket socket : open) {
            socket.close();
        }
        server.stop();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(server.getURI().getHost(), server.getURI().getPort());
        socket.setSoTimeout(30_000);
        open.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** The first line of an answer and its headers. */
    private static List<String> head(Socket socket) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = line(socket); !line.isEmpty(); line = line(socket)) {
            head.add(line);
        }
        return head;
    }

    /** The next answer, whose length is told: its status and its body. */
    private static String answer(Socket socket) throws IOException {
        List<String> head = head(socket);
        int length = head.stream()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findAny()
                .orElseThrow(() -> new AssertionError(head.toString()));
        String body = new String(socket.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
        return head.get(0).substring(9, 12) + " " + body;
    }

    private static String sized(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunked(String body) {
        return "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                + "\r\n0\r\n\r\n";
    }

    @Test
    void requests_that_are_sent_at_once_are_answered_in_turn() throws Exception {
        serve(256 * MB, ExchangesTest::echo);
        Socket socket = connect();
        send(
                socket,
                IntStream.range(0, 60)
                        .mapToObj(i -> switch (i % 3) {
                            case 0 -> SEARCH + sized("body " + i);
                            case 1 -> SEARCH + chunked("body " + i);
                            default -> "GET /health HTTP/1.1\r\nHost: m\r\n\r\n";
                        })
                        .collect(Collectors.joining()));
        for (int i = 0; i < 60; i++) {
            assertThat(answer(socket)).isEqualTo("200 " + (i % 3 == 2 ? "" : "body " + i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_handler_that_breaks_down_is_answered_for(boolean inPieces) throws Exception {
        serve(256 * MB, (request, response, callback) -> {
            throw new StackOverflowError("a test's");
        });
        Socket socket = connect();
        send(socket, SEARCH + "Content-Length: 8\r\n\r\n1234" + (inPieces ? "" : "5678"));
        if (inPieces) {
            untilAsked();
            send(socket, "5678");
        }
        assertThat(answer(socket)).startsWith("500 ").contains("\"internal\"");
    }

    /** Nothing tells from outside that more of a body is waited for; a request behind it is answered later. */
    private void untilAsked() throws IOException {
        Socket other = connect();
        send(other, "GET /nothing HTTP/1.1\r\nHost: m\r\n\r\n");
        line(other);
    }

    @Test
    void what_a_handler_throws_after_its_answer_changes_nothing() throws Exception {
        byte[] large = new byte[16 * MB]; // more than fits between the two
        serve(1024L * MB, (request, response, callback) -> {
            response.write(true, ByteBuffer.wrap(large), callback);
            throw new IllegalStateException("a test's");
        });
        Socket socket = connect();
        for (int i = 0; i < 2; i++) {
            send(socket, "GET /a HTTP/1.1\r\nHost: m\r\n\r\n");
            assertThat(answer(socket).length()).isEqualTo(4 + large.length);
        }
    }

    @Test
    void a_request_is_not_over_while_it_is_worked_on() throws Exception {
        CompletableFuture<Boolean> overMeanwhile = new CompletableFuture<>();
        serve(256 * MB, (request, response, callback) -> {
            AtomicInteger over = new AtomicInteger();
            Request.addCompletionListener(request, failure -> over.incrementAndGet());
            Content.Chunk none = request.read();
            response.setStatus(400);
            CountDownLatch written = new CountDownLatch(1);
            response.write(true, ByteBuffer.wrap(new byte[] {'a'}), Callback.from(written::countDown));
            written.await();
            overMeanwhile.complete(!Content.Chunk.isFailure(none) || over.get() > 0);
            callback.succeeded();
        });
        Socket socket = connect();
        send(socket, SEARCH + "Content-Length: 8\r\n\r\n1234");
        socket.setSoLinger(true, 0);
        socket.close(); // the answer cannot be sent
        assertThat(overMeanwhile.get()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/indexes/a/search", "/console/login"})
    void who_waits_to_be_asked_for_a_body_holds_no_thread(String path) throws Exception {
        serve(256 * MB, ExchangesTest::echo);
        Socket socket = connect();
        send(socket, "POST " + path + " HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertThat(head(socket)).containsExactly("HTTP/1.1 100 Continue");
        assertThat(begun).hasValue(0);
        send(socket, "body");
        assertThat(answer(socket)).isEqualTo("200 body");
    }

    @Test
    void who_waits_to_be_asked_for_an_upload_is_told_at_once_that_it_is_not_taken() throws Exception {
        serve(256 * MB, (request, response, callback) -> Response.writeError(request, response, callback, 404));
        Socket socket = connect();
        send(socket, "POST /indexes/a/documents HTTP/1.1\r\nHost: m\r\n");
        send(socket, "Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
        assertThat(head(socket)).contains("HTTP/1.1 404 Not Found", "Connection: close");
    }

    @Test
    void the_length_of_an_answer_is_told_to_who_asks_for_that_alone() throws Exception {
        serve(256 * MB, (request, response, callback) -> response.write(true, ByteBuffer.allocate(100_000), callback));
        Socket socket = connect();
        for (int i = 0; i < 2; i++) {
            send(socket, "HEAD /a HTTP/1.1\r\nHost: m\r\n\r\n");
            assertThat(head(socket)).contains("HTTP/1.1 200 OK", "Content-Length: 100000");
        }
    }

    @Test
    void an_old_client_is_answered_and_keeps_its_connection_if_it_likes() throws Exception {
        serve(256 * MB, (request, response, callback) -> {
            response.write(false, ByteBuffer.allocate(50_000), Callback.NOOP);
            response.write(true, ByteBuffer.allocate(50_000), callback);
        });
        Socket socket = connect();
        for (int i = 0; i < 2; i++) {
            send(socket, "POST /indexes/a/search HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer(socket)).hasSize(100_004);
        }
        send(socket, "GET /a HTTP/1.0\r\n\r\n");
        assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(100_000);
    }

    @Test
    void of_too_many_large_answers_some_are_refused_and_later_ones_are_not() throws Exception {
        byte[] piece = new byte[1 << 16];
        int pieces = 128;
        serve(16 * MB, (request, response, callback) -> {
            OutputStream out = Content.Sink.asOutputStream(response);
            try {
                for (int j = 0; j < pieces; j++) {
                    out.write(piece);
                }
                out.close();
                callback.succeeded();
            } catch (IOException e) {
                Response.writeError(request, response, callback, e);
            }
        });
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            sockets.add(connect());
            send(sockets.get(i), "GET /a HTTP/1.1\r\nHost: m\r\n\r\n");
        }
        List<String> statuses = new ArrayList<>();
        for (Socket socket : sockets) {
            statuses.add(line(socket).substring(9, 12));
        }
        assertThat(statuses).containsOnly("200", "503").containsOnlyOnce("503");
        for (Socket socket : sockets) {
            socket.close();
        }
        Socket later = connect();
        send(later, "GET /a HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n");
        assertThat(later.getInputStream().readAllBytes()).hasSizeGreaterThan(pieces * piece.length);
    }

    @Test
    void bodies_that_were_read_are_bounded_until_they_are_taken() throws Exception {
        CountDownLatch settled = new CountDownLatch(24);
        serve(64 * MB, (request, response, callback) -> {
            settled.countDown();
            held.await();
            echo(request, response, callback);
        });
        String body = "x".repeat(MB - 1000);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Socket socket = connect();
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            send(socket, SEARCH + sized(body));
                            return line(socket).substring(9, 12);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        } finally {
                            settled.countDown();
                        }
                    },
                    work -> new Thread(work).start()));
        }
        // each is refused or before its handler, also one that was broken off and will hear so there
        settled.await();
        held.countDown();
        List<String> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).isSubsetOf("200", "408", "503").contains("200");
        // an eighth of the memory is for eight of them at most
        assertThat(statuses.stream().filter("200"::equals)).hasSizeLessThanOrEqualTo(8);
    }
}
