package miroir.app.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import miroir.core.topology.NodeAddress;
import org.jspecify.annotations.Nullable;

/** Calls the management API of one Miroir. */
public final class ManagementClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    /** Until it begins: the state is copied first. */
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);

    private static final String NO_ADDRESS = "not an address such as http://127.0.0.1:7700";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final String base;
    private final @Nullable String key;

    /**
     * A client of the Miroir at that address.
     *
     * @param key what it asks clients for; null: nothing
     * @throws IllegalArgumentException when the address is none
     */
    public ManagementClient(String url, @Nullable String key) {
        URI uri = uri(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(NO_ADDRESS);
        }
        this.base = (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/_miroir/";
        this.key = key;
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_ADDRESS, e);
        }
    }

    /** An answer. */
    public record Reply(int status, String text, JsonNode body) {}

    /** A name as one part of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    Reply post(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Reply post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Writes the body of a good answer into the file. */
    Reply download(String path, Path into) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(DOWNLOAD);
        HttpResponse<String> response = send(
                request,
                answer -> answer.statusCode() == 200
                        ? HttpResponse.BodySubscribers.mapping(
                                HttpResponse.BodySubscribers.ofFile(into, StandardOpenOption.WRITE), file -> "{}")
                        : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8));
        return new Reply(response.statusCode(), response.body(), json(response));
    }

    Reply patch(String path, JsonNode body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request.timeout(ANSWER), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), json(response));
    }

    private HttpResponse<String> send(HttpRequest.Builder request, HttpResponse.BodyHandler<String> handler)
            throws IOException, InterruptedException {
        request.header("User-Agent", "miroir-cli");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException("no answer from " + NodeAddress.masked(base) + ": " + reason, e);
        }
    }

    private JsonNode json(HttpResponse<String> response) throws IOException {
        try {
            return MAPPER.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "what answers at " + NodeAddress.masked(base) + " is no Miroir (status " + response.statusCode()
                            + ")",
                    e);
        }
    }
}
