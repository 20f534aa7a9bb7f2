package miroir.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import miroir.core.placement.PlacementStrategy;
import miroir.core.search.ReadCopies;
import miroir.core.time.Moment;
import miroir.engine.Engine;
import miroir.engine.EngineConfig;
import miroir.engine.api.Operator;
import miroir.engine.error.Json;
import miroir.engine.node.NodeReply;
import miroir.engine.state.LoopThread;
import miroir.engine.state.Protocol;
import miroir.engine.state.Room;
import miroir.engine.state.Vitals;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredNode;
import miroir.engine.task.Backlog;
import org.jspecify.annotations.Nullable;

/** The whole API on a port of its own, with a cluster without nodes behind it. */
final class ServedApi implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final LoopThread loop = new LoopThread("loop");
    /** What Miroir is ended for. */
    final List<String> ended = new ArrayList<>();
    /** Bytes left on its disk, of which 1000 are kept. */
    final AtomicLong left = new AtomicLong(1 << 20);

    final MemoryStore store = MemoryStore.immediate();
    private final Engine engine;
    private final Javalin server;

    ServedApi(Path data, @Nullable Operator operator) {
        this(data, operator, null, List.of(), Backlog.Bounds.USUAL);
    }

    ServedApi(Path data, @Nullable Operator operator, @Nullable String masterKey) {
        this(data, operator, masterKey, List.of(), Backlog.Bounds.USUAL);
    }

    ServedApi(Path data, @Nullable Operator operator, Backlog.Bounds waiting) {
        this(data, operator, null, List.of(), waiting);
    }

    /** The same with nodes, of which none answers any more. */
    ServedApi(Path data, @Nullable Operator operator, List<EngineConfig.KeyedNode> nodes) {
        this(data, operator, null, nodes, Backlog.Bounds.USUAL, true);
    }

    /** The same with nodes, of which none ever answered. */
    static ServedApi unheard(Path data, List<EngineConfig.KeyedNode> nodes) {
        return new ServedApi(data, null, null, nodes, Backlog.Bounds.USUAL, false);
    }

    private ServedApi(
            Path data,
            @Nullable Operator operator,
            @Nullable String masterKey,
            List<EngineConfig.KeyedNode> nodes,
            Backlog.Bounds waiting) {
        this(data, operator, masterKey, nodes, waiting, true);
    }

    private ServedApi(
            Path data,
            @Nullable Operator operator,
            @Nullable String masterKey,
            List<EngineConfig.KeyedNode> nodes,
            Backlog.Bounds waiting,
            boolean known) {
        if (known) {
            store.write(List.of(new Change.PutMeta(Meta.CLUSTER_ID, "c1"), new Change.PutMeta(Meta.NEXT_VOLUME, "1")))
                    .join();
            nodes.forEach(node -> store.write(
                            List.of(new Change.PutNode(new StoredNode(node.node(), node.key(), "marker", 1))))
                    .join());
        }
        EngineConfig config = new EngineConfig(
                data,
                nodes,
                null,
                4,
                1,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                EngineConfig.Upkeep.LEAST,
                new EngineConfig.Bounds(EngineConfig.Bounds.REQUEST_BYTES, 64 << 20, 32 << 20, waiting));
        Engine.World world = new Engine.World(
                InstantSource.system(),
                () -> new Moment(System.nanoTime()),
                store,
                new Random(1),
                loop,
                Runnable::run,
                Protocol.WHOLE,
                new Vitals(new Room(left::get, 1000), ended::add));
        engine = Engine.start(
                config,
                world,
                directory -> request -> CompletableFuture.completedFuture(new NodeReply.NotSent("no nodes")));
        if (known) {
            loop.execute(engine.cluster()::serve);
        }
        server = Javalin.create(javalin -> {
                    javalin.startup.showJavalinBanner = false;
                    javalin.router.treatMultipleSlashesAsSingleSlash = true;
                    Api.install(javalin, engine, new ApiOptions(masterKey, "test", operator));
                })
                .start(0);
    }

    /** An answer. */
    record Answer(int status, JsonNode body, String text, HttpHeaders headers) {}

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Sends these very bytes, with {@code \n} for each line end, and answers what comes back until the end. */
    String raw(String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection of one's own. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), Json.read(response.body()), response.body(), response.headers());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Writes once, through all of the engine. */
    void write() {
        engine.prove().exceptionally(refused -> null).join();
    }

    @Override
    public void close() {
        server.stop();
        engine.close();
        loop.close();
    }
}
