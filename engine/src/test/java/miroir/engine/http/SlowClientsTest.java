package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that read no answer before they have sent all, that drip, or that take nothing. */
class SlowClientsTest {
    private static final String KEY = "a master key of sixteen bytes";
    private static final String KEYED =
            " HTTP/1.1\r\nHost: m\r\nContent-Type: application/json\r\nAuthorization: Bearer " + KEY + "\r\n";

    @TempDir
    Path folder;

    private ServedApi api;

    @BeforeEach
    void start() {
        api = new ServedApi(folder, new FakeOperator(), KEY);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends the head and all of the body before it reads; a reset is a failure. */
    private String sendAllThenRead(String head, int bytes) throws IOException {
        try (Socket socket = api.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii(head + "Content-Length: " + bytes + "\r\n\r\n"));
            byte[] piece = new byte[1 << 16];
            for (int left = bytes; left > 0; left -= piece.length) {
                out.write(piece, 0, Math.min(left, piece.length));
            }
            return new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST /_miroir/plans, 413", "POST /indexes/a/documents, 503", "POST /_miroir/explain, 413"})
    void who_sends_all_before_it_reads_sees_the_refusal(String route, String status) throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(sendAllThenRead(route + KEYED, 16 << 20)).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void who_has_no_key_sees_it_too() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(sendAllThenRead("POST /indexes/a/documents HTTP/1.1\r\nHost: m\r\n", 16 << 20))
                    .startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void bodies_that_never_come_hold_up_nobody() throws IOException {
        List<Socket> dripping = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                Socket socket = api.connect();
                String route = i % 2 == 0 ? "POST /indexes/a/search" : "PATCH /indexes/a/settings";
                socket.getOutputStream().write(ascii(route + KEYED + "Content-Length: 100000\r\n\r\n{\"q\":\""));
                dripping.add(socket);
            }
            long begun = System.nanoTime();
            assertThat(api.get("/health").status()).isEqualTo(200);
            ServedApi.Answer search = api.send(api.request("/indexes/a/search")
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(search.status()).isEqualTo(404);
            assertThat(System.nanoTime() - begun).isLessThan(5_000_000_000L);
        } finally {
            for (Socket socket : dripping) {
                socket.close();
            }
        }
    }

    @Test
    void who_drips_is_told_so_when_its_time_is_over() throws IOException {
        try (Socket socket = api.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /indexes/a/search" + KEYED + "Content-Length: 100000\r\n\r\n{\"q\":\""));
            long begun = System.nanoTime();
            StringBuilder answer = new StringBuilder();
            socket.setSoTimeout(500);
            while (answer.isEmpty() && System.nanoTime() - begun < 40_000_000_000L) {
                try {
                    answer.append(new String(socket.getInputStream().readNBytes(600), StandardCharsets.US_ASCII));
                } catch (java.net.SocketTimeoutException e) {
                    out.write('a');
                }
            }
            assertThat(answer.toString())
                    .startsWith("HTTP/1.1 408")
                    .contains("\"client_too_slow\"", "\"type\":\"miroir\"");
        }
    }
}
