package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends, however large or broken, ends no process: a short attack with 256 MB of heap. */
@Tag("alone")
class DoorsIT {
    private static final int SECONDS = 4;

    @Test
    void large_and_broken_bodies_from_all_sides_leave_it_standing() throws InterruptedException {
        try (Fleet fleet = DoorsAttack.fleet()) {
            Map<String, AtomicLong> answers = DoorsAttack.attack(fleet.miroirAddress(), SECONDS);
            String log = fleet.miroirProgram().output();

            assertThat(fleet.miroirProgram().alive()).as(log).isTrue();
            assertThat(answers.keySet()).noneMatch(answer -> answer.matches(".*-> (500|502|504)"));
            assertThat(answers).containsKey("health -> 200");
            assertThat(log).doesNotContain("OutOfMemory", "\tat ");
            Api miroir = fleet.miroir();
            assertThat(miroir.post("/indexes/films/search", "{\"q\":\"\"}")
                            .json()
                            .path("hits"))
                    .hasSize(2);
        }
    }

    @Test
    void clients_that_drip_or_take_nothing_hold_up_neither_health_nor_searches() throws Exception {
        try (Fleet fleet = DoorsAttack.fleet();
                SlowClients slow = new SlowClients(fleet.miroirAddress())) {
            Api miroir = fleet.miroir();
            for (SlowClients.Kind kind : SlowClients.Kind.values()) {
                slow.begin(kind, 300);
                for (int i = 0; i < 5; i++) {
                    long begun = System.nanoTime();
                    assertThat(miroir.get("/health").status()).isEqualTo(200);
                    assertThat(miroir.get("/_miroir/health").status()).isEqualTo(200);
                    assertThat(miroir.post("/indexes/films/search", "{}").status())
                            .isEqualTo(200);
                    assertThat(System.nanoTime() - begun).as("%s", kind).isLessThan(10_000_000_000L);
                    slow.drip();
                }
            }
        }
    }

    /** A body that comes in pieces is one that is waited for more than once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_upload_over_a_slow_line_arrives(boolean lengthKnown) throws Exception {
        byte[] body = ("[{\"id\":1,\"text\":\"" + "words ".repeat(60_000) + "\"}]").getBytes(StandardCharsets.US_ASCII);
        String length = lengthKnown ? "Content-Length: " + body.length : "Transfer-Encoding: chunked";
        try (Fleet fleet = DoorsAttack.fleet();
                Socket socket = new Socket(
                        fleet.miroirAddress().getHost(), fleet.miroirAddress().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /indexes/slow/documents HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + DoorsAttack.KEY
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\n" + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            int piece = 20_000;
            for (int from = 0; from < body.length; from += piece) {
                Api.pause();
                int count = Math.min(piece, body.length - from);
                if (!lengthKnown) {
                    out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(body, from, count);
                out.write((lengthKnown ? "" : "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write((lengthKnown ? "" : "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 202");
        }
    }
}
