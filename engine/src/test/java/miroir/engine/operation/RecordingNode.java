package miroir.engine.operation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers what a new node is asked, and remembers each request with the key that came with it. */
final class RecordingNode implements AutoCloseable {
    private static final String META = "{\"uid\":\"miroir-meta\",\"createdAt\":\"2026-01-01T00:00:00Z\","
            + "\"updatedAt\":\"2026-01-01T00:00:00Z\",\"primaryKey\":\"id\"}";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    volatile @Nullable String key;
    volatile @Nullable URI redirect;
    volatile @Nullable String index;
    volatile String version = "1.50.0";
    volatile boolean marked;
    /** Whether it is something else than a node: it answers everything with a greeting. */
    volatile boolean foreign;

    RecordingNode() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<String> seen() {
        return List.copyOf(seen);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().getPath();
        seen.add(exchange.getRequestMethod() + " " + path
                + (given == null ? " without a key" : " with " + given.replaceFirst("^Bearer ", "")));
        exchange.getRequestBody().readAllBytes();
        URI elsewhere = redirect;
        if (elsewhere != null) {
            exchange.getResponseHeaders().set("Location", elsewhere.toString());
            send(exchange, 307, "");
        } else if (foreign) {
            send(exchange, 200, "<h1>Hello</h1>");
        } else if (!path.equals("/health") && key != null && !("Bearer " + key).equals(given)) {
            send(exchange, 403, error("invalid_api_key"));
        } else {
            switch (path) {
                case "/health" -> send(exchange, 200, "{\"status\":\"available\"}");
                case "/version" -> send(exchange, 200, "{\"pkgVersion\":\"" + version + "\"}");
                case "/indexes" -> send(exchange, 200, indexes());
                case "/indexes/miroir-meta/documents/fetch" -> send(exchange, marked ? 200 : 404, markers());
                default -> send(exchange, 404, error("not_found"));
            }
        }
    }

    private String indexes() {
        List<String> all = index == null ? List.of() : List.of(META.replace("miroir-meta", index));
        return "{\"results\":" + all + ",\"offset\":0,\"limit\":1000000,\"total\":" + all.size() + "}";
    }

    private String markers() {
        return marked
                ? "{\"results\":[{\"id\":\"identity-x\",\"cluster\":\"c\",\"node\":\"x\",\"marker\":\"m\"}],\"total\":1}"
                : error("index_not_found");
    }

    private static String error(String code) {
        return "{\"message\":\"No.\",\"code\":\"" + code + "\",\"type\":\"auth\",\"link\":\"\"}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
