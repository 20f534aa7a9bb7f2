package miroir.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import miroir.core.task.TaskStatus;
import miroir.core.wire.Wire;

/** The few calls of the public API that loading needs. */
final class MiroirApi {
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long POLL_MS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;

    MiroirApi(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** The answer of a read; a missing node when there is no such thing. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path).GET().build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return response.statusCode() == 404 ? MAPPER.missingNode() : checked(request, response);
    }

    /** The uid of the task that the write was accepted as. */
    long write(String method, String path, String type, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return checked(request, http.send(request, HttpResponse.BodyHandlers.ofByteArray()))
                .path("taskUid")
                .asLong();
    }

    /** Waits for the task to succeed; how it failed becomes the exception's message. */
    void await(long task) throws IOException, InterruptedException {
        while (true) {
            JsonNode answer = get("/tasks/" + task);
            TaskStatus status =
                    Wire.find(TaskStatus.class, answer.path("status").asText()).orElse(TaskStatus.FAILED);
            if (status == TaskStatus.SUCCEEDED) {
                return;
            }
            if (status.isFinal()) {
                throw new IOException("task " + task + " did not succeed: " + answer);
            }
            Thread.sleep(POLL_MS);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private static JsonNode checked(HttpRequest request, HttpResponse<byte[]> response) throws IOException {
        JsonNode answer = MAPPER.readTree(response.body());
        if (response.statusCode() >= 300) {
            String call = request.method() + " " + request.uri();
            throw new IOException(call + " answered " + response.statusCode() + ": " + answer);
        }
        return answer;
    }
}
