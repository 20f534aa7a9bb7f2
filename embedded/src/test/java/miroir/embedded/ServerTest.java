package miroir.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerTest {

    private final EmbeddedNode node =
            EmbeddedNode.open(new EmbeddedOptions(null, "secret", Clock.systemUTC(), Runnable::run));
    private final EmbeddedServer server = EmbeddedServer.start(node, "127.0.0.1", 0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void health_is_open_and_all_else_needs_the_key() throws IOException, InterruptedException {
        assertThat(send(to("/health")).body()).isEqualTo("{\"status\":\"available\"}");
        HttpResponse<String> none = send(to("/version"));
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.body()).contains("missing_authorization_header", "\"type\":\"auth\"");
        assertThat(send(to("/version").header("Authorization", "Bearer no")).statusCode())
                .isEqualTo(403);
        assertThat(send(to("/version").header("Authorization", "Bearer secret")).body())
                .contains("\"pkgVersion\":\"1.50.0\"");
    }

    @Test
    void documents_written_over_http_are_found() throws IOException, InterruptedException {
        HttpResponse<String> accepted = send(to("/indexes/a/documents")
                .header("Authorization", "Bearer secret")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Accept-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("[{\"id\":1,\"t\":\"blå himmel\"}]")));
        assertThat(accepted.statusCode()).isEqualTo(202);
        HttpResponse<String> found =
                send(to("/indexes/a/search?q=bla%20himm").header("Authorization", "Bearer secret"));
        assertThat(found.body()).startsWith("{\"hits\":[{\"id\":1,\"t\":\"blå himmel\"}]");
        assertThat(found.headers().firstValue("content-type")).contains("application/json");
        assertThat(found.headers().firstValue("content-encoding")).isEmpty();
    }

    @Test
    void unknown_routes_have_no_body_and_large_bodies_are_refused() throws IOException, InterruptedException {
        HttpResponse<String> unknown = send(to("/nothing").header("Authorization", "Bearer secret"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).isEmpty();
        HttpResponse<String> large = send(to("/indexes/a/documents")
                .header("Authorization", "Bearer secret")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100 * 1024 * 1024 + 1])));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("payload_too_large");
    }
}
