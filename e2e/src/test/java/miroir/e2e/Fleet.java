package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import miroir.e2e.net.FaultProxy;
import org.jspecify.annotations.Nullable;

/**
 * Miroir's jar in front of node processes, and beside them one more node that holds everything alone: the oracle. All in
 * a folder of their own that goes with them.
 */
final class Fleet implements AutoCloseable {
    /** Which nodes to start. */
    enum Kind {
        EMBEDDED,
        MEILISEARCH
    }

    /**
     * The shape of a fleet.
     *
     * @param persistent whether embedded nodes keep their data over a restart
     */
    record Shape(Kind kind, int groups, int nodesPerGroup, int replicationFactor, int shards, boolean persistent) {
        static Shape embedded(int groups, int nodesPerGroup, int replicationFactor) {
            return new Shape(Kind.EMBEDDED, groups, nodesPerGroup, replicationFactor, 64, false);
        }
    }

    /**
     * What a fleet may have besides.
     *
     * @param masterKey of Miroir, its nodes and the oracle; null: none
     * @param proxied whether Miroir reaches each node through a proxy
     * @param miroirEnvironment more environment variables of Miroir
     */
    record Extras(@Nullable String masterKey, boolean proxied, Map<String, String> miroirEnvironment) {
        static final Extras NONE = new Extras(null, false, Map.of());
        static final Extras PROXIES = new Extras(null, true, Map.of());
    }

    private static final int SMALL_DISK_KIB = 60;

    private final Shape shape;
    private final Path folder;
    private final Extras extras;
    private final @Nullable String masterKey;
    private final List<Integer> ports = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<Program> nodes = new ArrayList<>();
    private final List<Program> spares = new ArrayList<>();
    private final int miroirPort = Program.freePort();
    private @Nullable Program miroir;
    private final Map<Kind, Program> oracles = new EnumMap<>(Kind.class);
    private final Map<Kind, Api> oracleApis = new EnumMap<>(Kind.class);

    private Fleet(Shape shape, Path folder, Extras extras) {
        this.shape = shape;
        this.folder = folder;
        this.extras = extras;
        this.masterKey = extras.masterKey();
    }

    /** Starts nodes and Miroir and waits until Miroir sees all nodes up. */
    static Fleet start(Shape shape) {
        return start(shape, Extras.NONE);
    }

    /** The same with a master key for Miroir, its nodes and the oracle. */
    static Fleet start(Shape shape, @Nullable String masterKey) {
        return start(shape, new Extras(masterKey, false, Map.of()));
    }

    /** The same with extras. */
    static Fleet start(Shape shape, Extras extras) {
        Fleet fleet;
        try {
            fleet = new Fleet(shape, Files.createTempDirectory("miroir-e2e-"), extras);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            fleet.start();
            return fleet;
        } catch (IllegalStateException late) {
            fleet.close();
            throw late;
        }
    }

    private void start() {
        for (int i = 0; i < shape.groups() * shape.nodesPerGroup(); i++) {
            launchNext();
        }
        for (int i = 0; i < nodes.size(); i++) {
            Api node = node(i);
            Api.until("node " + i + " answers", node::healthy);
        }
        startMiroir();
        awaitNodesUp();
    }

    private void launchNext() {
        int port = Program.freePort();
        ports.add(port);
        if (extras.proxied()) {
            proxies.add(FaultProxy.to(port));
        }
        nodes.add(launch(nodes.size()));
    }

    private Program launch(int i) {
        return launch(shape.kind(), "node-" + i, ports.get(i));
    }

    private Program launch(Kind kind, String name, int port) {
        Path data = folder.resolve(name);
        Path log = folder.resolve(name + ".log");
        if (kind == Kind.MEILISEARCH) {
            return Program.start(
                    List.of(
                            String.valueOf(Program.meilisearch()),
                            "--db-path",
                            data.toString(),
                            "--http-addr",
                            "127.0.0.1:" + port,
                            "--no-analytics",
                            "--max-indexing-memory",
                            "512MB"),
                    masterKey == null ? Map.of() : Map.of("MEILI_MASTER_KEY", masterKey),
                    log);
        }
        return Program.jar(nodeArguments(data, port), log, jvm());
    }

    private List<String> nodeArguments(Path data, int port) {
        List<String> arguments = new ArrayList<>(List.of("node", "--port", Integer.toString(port)));
        if (masterKey != null) {
            arguments.addAll(List.of("--master-key", masterKey));
        }
        if (shape.persistent()) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        return arguments;
    }

    /** Processes that keep their data are there to be killed: they compile less, so that they are back sooner. */
    private String[] jvm() {
        return new String[] {"-Xmx700m", "-XX:TieredStopAtLevel=" + (shape.persistent() ? 1 : 4)};
    }

    /** Starts Miroir, or starts it again after a kill, on the same data. */
    void startMiroir() {
        miroir = Program.jar(serve(), extras.miroirEnvironment(), folder.resolve("miroir.log"), jvm());
        Api.until("Miroir answers", miroir()::answers);
    }

    /** The same where no file may grow beyond so many KiB: its disk will be full soon. */
    void startMiroirWithSmallDisk(int kib) {
        miroir = Program.jarWithSmallFiles(
                kib, serve(), folder.resolve("miroir-full.log"), "-Xmx300m", "-XX:-UsePerfData");
        Api.until("Miroir answers", miroir()::answers);
    }

    private List<String> serve() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("port: ").append(miroirPort).append('\n');
        yaml.append("data: ").append(folder.resolve("miroir")).append('\n');
        yaml.append("shards: ").append(shape.shards()).append('\n');
        yaml.append("replicationFactor: ").append(shape.replicationFactor()).append('\n');
        if (masterKey != null) {
            yaml.append("masterKey: ").append(masterKey).append('\n');
            yaml.append("nodeKey: ").append(masterKey).append('\n');
        }
        yaml.append("nodes:\n");
        for (int i = 0; i < shape.groups() * shape.nodesPerGroup(); i++) {
            yaml.append("  - { id: ").append(nodeId(i)).append(", address: \"");
            yaml.append(nodeAddress(i)).append("\", group: ");
            yaml.append(i / shape.nodesPerGroup()).append(" }\n");
        }
        Path config = folder.resolve("miroir.yml");
        try {
            Files.writeString(config, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("serve", "--config", config.toString());
    }

    /** Waits until Miroir sees every node up. */
    void awaitNodesUp() {
        Api.until("all nodes are up", () -> {
            for (var node : miroir().get("/_miroir/topology").json().path("nodes")) {
                if (!node.path("health").asText().equals("up")) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The id of a node in Miroir's configuration. */
    String nodeId(int i) {
        return i < 26 ? "node-" + (char) ('a' + i) : "node-" + i;
    }

    /** Starts one more node, which Miroir is not told of; its number. */
    int addNode() {
        int i = nodes.size();
        launchNext();
        Api.until("node " + i + " answers", node(i)::healthy);
        return i;
    }

    /** The folder with a persistent node's data. */
    Path nodeData(int i) {
        return folder.resolve("node-" + i);
    }

    /** Where Miroir finds a node. */
    String nodeAddress(int i) {
        return extras.proxied() ? proxy(i).address().toString() : "http://127.0.0.1:" + ports.get(i);
    }

    /** The proxy between Miroir and a node. */
    FaultProxy proxy(int i) {
        return proxies.get(i);
    }

    /** The proxies of all nodes there were. */
    List<FaultProxy> proxies() {
        return List.copyOf(proxies);
    }

    /** Miroir's API. */
    Api miroir() {
        return new Api(URI.create("http://127.0.0.1:" + miroirPort), masterKey);
    }

    /** The process of Miroir. */
    Program miroirProgram() {
        Program running = miroir;
        if (running == null) {
            throw new IllegalStateException("Miroir was not started");
        }
        return running;
    }

    /** A node's own API. */
    Api node(int i) {
        return new Api(URI.create("http://127.0.0.1:" + ports.get(i)), masterKey);
    }

    /** The process of a node. */
    Program nodeProgram(int i) {
        return nodes.get(i);
    }

    /** Where Miroir answers. */
    URI miroirAddress() {
        return URI.create("http://127.0.0.1:" + miroirPort);
    }

    /** Starts a killed node again on its port and data. */
    void restartNode(int i) {
        nodes.set(i, launch(i));
        awaitAnswer(i);
    }

    private void awaitAnswer(int i) {
        Program program = nodes.get(i);
        try {
            Api.until("node " + i + " answers again or ends", () -> node(i).healthy() || !program.alive());
        } catch (IllegalStateException late) {
            throw new IllegalStateException(program.output(), late);
        }
        if (!program.alive()) {
            throw new IllegalStateException("node " + i + " ended by itself: " + program.output());
        }
    }

    /** Starts a killed embedded node again with hardly any room to write. Its log is a file too. */
    void restartNodeWithSmallDisk(int i) {
        nodes.set(
                i,
                Program.jarWithSmallFiles(
                        SMALL_DISK_KIB,
                        nodeArguments(nodeData(i), ports.get(i)),
                        folder.resolve("node-" + i + "-full.log"),
                        "-Xmx700m",
                        "-XX:-UsePerfData"));
        awaitAnswer(i);
    }

    /** Starts one more empty node, which Miroir does not know yet, and returns its address. */
    URI spareNode() {
        int port = Program.freePort();
        spares.add(launch(shape.kind(), "spare-" + spares.size(), port));
        URI address = URI.create("http://127.0.0.1:" + port);
        Api.until("the spare node answers", new Api(address, masterKey)::healthy);
        return address;
    }

    /** One plain node of the same kind that is not Miroir's; started at the first call. */
    Api oracle() {
        return oracle(shape.kind());
    }

    /** One plain node of that kind that is not Miroir's; started at the first call. */
    Api oracle(Kind kind) {
        return oracleApis.computeIfAbsent(kind, absent -> {
            int port = Program.freePort();
            oracles.put(kind, launch(kind, "oracle-" + kind, port));
            Api api = new Api(URI.create("http://127.0.0.1:" + port), masterKey);
            Api.until("the oracle answers", api::healthy);
            return api;
        });
    }

    /** Where its files are. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Stream.of(Stream.ofNullable(miroir), oracles.values().stream(), spares.stream(), nodes.stream())
                .flatMap(programs -> programs)
                .forEach(Program::close);
        proxies.forEach(FaultProxy::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
