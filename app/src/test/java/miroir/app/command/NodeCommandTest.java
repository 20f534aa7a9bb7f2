package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.app.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private Process process;

    @BeforeEach
    void start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java);
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        builder.command().addAll(List.of("node", "--port", "0"));
        builder.command().add("--exit-with-parent");
        builder.environment().put("MIROIR_MASTER_KEY", "the-key-of-the-node");
        process = builder.start();
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void a_node_answers_under_its_key_and_ends_with_its_parent() throws IOException, InterruptedException {
        URI address = address();
        assertThat(status(address.resolve("/health"), "")).isEqualTo(200);
        assertThat(status(address.resolve("/indexes"), "")).isEqualTo(401);
        assertThat(status(address.resolve("/indexes"), "the-key-of-the-node")).isEqualTo(200);

        process.getOutputStream().close();

        assertThat(process.waitFor()).isZero();
        assertThat(process.getInputStream().readAllBytes())
                .as("standard output")
                .isEmpty();
    }

    @Test
    void a_node_ends_on_sigterm() throws IOException, InterruptedException {
        address();

        process.destroy();

        assertThat(process.waitFor()).isEqualTo(128 + 15);
    }

    private URI address() throws IOException {
        BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                return URI.create(matcher.group());
            }
        }
        throw new AssertionError("the node ended without an address");
    }

    private static int status(URI uri, String key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
