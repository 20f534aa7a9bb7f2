package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A node that answers a search it has seen before at once; everything else goes to a node behind it. */
final class CannedNode implements AutoCloseable {
    private final URI behind;
    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final Map<String, RawHttp.Message> canned = new ConcurrentHashMap<>();

    CannedNode(URI behind) throws IOException {
        this.behind = behind;
        start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            RawHttp client = new RawHttp(server.accept());
            start(() -> serve(client));
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | UncheckedIOException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void serve(RawHttp client) throws IOException {
        try (client;
                RawHttp node = RawHttp.connect(behind)) {
            while (true) {
                RawHttp.Message request = client.read();
                String[] start = request.start().split(" ", 3);
                RawHttp.Message answer = start[1].endsWith("/search")
                        ? canned.computeIfAbsent(key(start, request), unused -> ask(node, start, request))
                        : ask(node, start, request);
                client.write(answer.start() + "\r\nContent-Type: application/json", answer.body());
            }
        }
    }

    private static String key(String[] start, RawHttp.Message request) {
        return start[1] + new String(request.body(), StandardCharsets.UTF_8);
    }

    private static RawHttp.Message ask(RawHttp node, String[] start, RawHttp.Message request) {
        try {
            return node.exchange(start[0], start[1], request.type(), request.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
