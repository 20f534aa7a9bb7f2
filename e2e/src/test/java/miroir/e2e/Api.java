package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain HTTP client of a Meilisearch API: a node's or Miroir's. */
final class Api {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int POLL_MS = 20;

    private final URI address;
    private final @Nullable String key;

    Api(URI address, @Nullable String key) {
        this.address = address;
        this.key = key;
    }

    /** An answer. */
    record Answer(int status, HttpResponse<byte[]> raw) {
        byte[] body() {
            return raw.body();
        }

        JsonNode json() {
            try {
                return JSON.readTree(raw.body());
            } catch (IOException e) {
                throw new UncheckedIOException(new String(raw.body(), java.nio.charset.StandardCharsets.UTF_8), e);
            }
        }

        @Nullable
        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }
    }

    URI address() {
        return address;
    }

    Answer get(String path) {
        return send("GET", path, null, null, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, null, Map.of());
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    }

    Answer json(String method, String path, String json) {
        return send(method, path, "application/json", json.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());
    }

    Answer send(
            String method,
            String path,
            @Nullable String contentType,
            byte @Nullable [] body,
            Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
        request.method(
                method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address.resolve(path), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether anything answers 200 at /health. */
    boolean healthy() {
        try {
            return get("/health").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whether anything answers at /health, well or not: a Miroir without a node that answers is unavailable. */
    boolean answers() {
        try {
            return get("/health").status() > 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Waits until the task that this answer announced has ended, and returns the whole task. */
    JsonNode await(Answer accepted) {
        JsonNode summary = accepted.json();
        if (!summary.has("taskUid")) {
            throw new IllegalStateException("no task: " + accepted.status() + " " + summary);
        }
        return await(summary.get("taskUid").asLong());
    }

    /** Waits until the task has ended. */
    JsonNode await(long uid) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (System.nanoTime() < deadline) {
            Answer answer = get("/tasks/" + uid);
            String status = answer.json().path("status").asText();
            // after a start nothing is told before a node has answered
            if (answer.status() != 503 && !status.equals("enqueued") && !status.equals("processing")) {
                return answer.json();
            }
            pause();
        }
        throw new IllegalStateException(
                "task " + uid + " does not end: " + get("/tasks/" + uid).json());
    }

    /** The same, and insists on success. */
    JsonNode succeed(Answer accepted) {
        JsonNode task = await(accepted);
        if (!task.path("status").asText().equals("succeeded")) {
            throw new IllegalStateException("task failed: " + task);
        }
        return task;
    }

    /** Waits a moment between two looks. */
    static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until something holds. */
    static void until(String what, java.util.function.BooleanSupplier holds) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("did not happen: " + what);
            }
            pause();
        }
    }
}
