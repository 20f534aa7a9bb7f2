package miroir.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import miroir.engine.task.Backlog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told when as much waits as may. */
class TooMuchWaitsTest {
    @TempDir
    Path data;

    @Test
    void every_write_is_told_when_to_come_again_and_leaves_nothing() throws IOException {
        Map<String, String> writes = Map.of(
                "/indexes/books/documents", "[{\"id\":1}]",
                "/indexes/books/documents/delete-batch", "[1]",
                "/indexes/books/documents/delete", "{\"filter\":\"a = 1\"}",
                "/indexes", "{\"uid\":\"books\"}");
        try (ServedApi api = new ServedApi(data, null, new Backlog.Bounds(0, 1))) {
            writes.forEach((path, body) -> {
                ServedApi.Answer answer = api.post(path, body);
                assertThat(answer.status()).as(path).isEqualTo(503);
                assertThat(answer.body().path("code").asText()).isEqualTo("too_many_waiting_writes");
                assertThat(answer.headers().firstValue("Retry-After")).contains("5");
            });
            assertThat(api.get("/tasks").body().path("results")).isEmpty();
        }
        assertThat(data.resolve("payloads")).isEmptyDirectory();
    }
}
