package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class BodiesTest {
    private static final String KEY = "a master key of sixteen bytes";
    private static final String HEAD =
            " HTTP/1.1\nHost: m\nAuthorization: Bearer " + KEY + "\nContent-Type: application/json\n";

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path folder;

    private ServedApi api;

    @BeforeEach
    void start() {
        api = new ServedApi(folder, new FakeOperator(), KEY);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        api.close();
    }

    private static String code(String answer) {
        return answer.isEmpty() ? "" : answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
    }

    /** What Miroir has to say, in one line each. */
    private List<ILoggingEvent> said() {
        return log.list.stream()
                .filter(e -> e.getLevel().isGreaterOrEqual(Level.INFO))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /_miroir/plans",
                "POST //_miroir/plans",
                "POST /_miroir/explain",
                "POST /_miroir/indexes",
                "POST /_miroir/operations/op-9/throttle"
            })
    void a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(String route) {
        assertThat(api.raw(route + HEAD + "Content-Length: 1048577\n\n"))
                .startsWith("HTTP/1.1 413")
                .contains("payload_too_large", "1 MiB");
    }

    @Test
    void a_body_that_does_not_say_how_large_it_is_is_cut_off() {
        String chunk = "20000\n" + "[".repeat(0x20000) + "\n";
        assertThat(api.raw("POST /_miroir/plans" + HEAD + "Transfer-Encoding: chunked\n\n" + chunk.repeat(9) + "0\n\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(said()).isEmpty();
    }

    @Test
    void bodies_of_searches_have_their_share_of_the_heap() {
        long share = Math.min(Payloads.MAX_BYTES, Runtime.getRuntime().maxMemory() / 64);
        assertThat(api.raw("POST /indexes/a/search" + HEAD + "Content-Length: " + (share + 1) + "\n\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(Bodies.MEMORY.taken()).isZero();
    }

    @Test
    void who_breaks_off_or_breaks_the_protocol_is_told_so_in_one_line() {
        for (String route : List.of("POST /indexes/a/search", "POST /_miroir/plans", "PATCH /indexes/a/settings")) {
            log.list.clear();
            String badChunk = api.raw(route + HEAD + "Transfer-Encoding: chunked\n\nzz\nabc\n0\n\n");
            assertThat(code(badChunk)).as(route).isEqualTo("400");
            String short1 = api.raw(route + HEAD + "Content-Length: 100\n\n{}");
            assertThat(code(short1)).as(route).isIn("400", "");
            String short2 = api.raw(route + HEAD + "Transfer-Encoding: chunked\n\n64\n{}");
            assertThat(code(short2)).as(route).isIn("400", "");
            assertThat(said()).as(route).hasSizeLessThanOrEqualTo(3).allSatisfy(line -> {
                assertThat(line.getThrowableProxy()).isNull();
                assertThat(line.getLevel()).isEqualTo(Level.INFO);
            });
        }
        assertThat(Bodies.MEMORY.taken()).isZero();
    }

    @Test
    void a_query_that_cannot_be_decoded_is_the_clients_mistake() {
        String answer = api.raw("GET /indexes?limit=%zz" + HEAD + "Connection: close\n\n");
        assertThat(code(answer)).as(answer).isEqualTo("400");
        assertThat(said()).isEmpty();
    }

    @Test
    void multipart_is_refused_everywhere() {
        for (String route :
                List.of("/indexes/a/search", "/indexes/a/documents", "/_miroir/plans", "/_miroir/indexes/a/verify")) {
            ServedApi.Answer answer = api.send(api.request(route)
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "Multipart/Form-Data; boundary=x")
                    .POST(BodyPublishers.ofString("--x\r\n\r\n--x--")));
            assertThat(answer.status()).as(route).isEqualTo(415);
            assertThat(answer.text()).contains("invalid_content_type");
        }
    }

    @Test
    void health_tells_strangers_the_status_alone() {
        assertThat(api.get("/_miroir/health").body().fieldNames()).toIterable().containsExactly("status");
        assertThat(api.send(api.request("/_miroir/health").header("Authorization", "Bearer wrong"))
                        .body()
                        .has("reasons"))
                .isFalse();
        assertThat(api.send(api.request("/_miroir/health").header("Authorization", "Bearer " + KEY))
                        .body()
                        .has("reasons"))
                .isTrue();
        assertThat(api.get("/health").status()).isEqualTo(200);
        assertThat(api.get("/version").status()).isEqualTo(401);
        assertThat(api.get("/metrics").status()).isEqualTo(401);
    }
}
