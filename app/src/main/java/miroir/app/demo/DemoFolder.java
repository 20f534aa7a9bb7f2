package miroir.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import miroir.app.config.ConfigError;
import miroir.app.config.ConfigException;
import miroir.core.topology.NodeId;
import miroir.engine.disk.PrivateFiles;

/** The folder of a demo: Miroir's state, the nodes' data and logs, and what they were started with. */
final class DemoFolder {
    private static final int KEY_BYTES = 24;

    private final Path root;
    private final boolean temporary;
    private final String nodeKey;

    private DemoFolder(Path root, boolean temporary, String nodeKey) {
        this.root = root;
        this.temporary = temporary;
        this.nodeKey = nodeKey;
    }

    /** Makes the folder, or takes over the one of an earlier demo with the same fleet. */
    static DemoFolder open(DemoOptions options) throws IOException, ConfigException {
        Path named = options.data();
        if (named == null) {
            return new DemoFolder(Files.createTempDirectory("miroir-demo-"), true, newKey());
        }
        Path root = PrivateFiles.folder(named.toAbsolutePath());
        Path file = root.resolve("demo.properties");
        Properties fleet = fleet(options);
        if (Files.exists(file)) {
            PrivateFiles.tighten(file);
            return new DemoFolder(root, false, keyOfSameFleet(file, fleet));
        }
        String key = newKey();
        fleet.setProperty("nodeKey", key);
        PrivateFiles.make(file);
        try (OutputStream out = Files.newOutputStream(file)) {
            fleet.store(out, "The fleet of this folder");
        }
        return new DemoFolder(root, false, key);
    }

    private static String keyOfSameFleet(Path file, Properties wanted) throws IOException, ConfigException {
        Properties stored = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            stored.load(in);
        }
        List<ConfigError> differences = wanted.stringPropertyNames().stream()
                .filter(flag -> !wanted.getProperty(flag).equals(stored.getProperty(flag)))
                .sorted()
                .map(flag -> new ConfigError(
                        "flag --" + flag,
                        "",
                        "the fleet in --data was made with " + stored.getProperty(flag) + ", not "
                                + wanted.getProperty(flag)))
                .toList();
        if (!differences.isEmpty()) {
            throw new ConfigException(differences);
        }
        return stored.getProperty("nodeKey", "");
    }

    /** The flags that a reused folder depends on. */
    private static Properties fleet(DemoOptions options) {
        Properties fleet = new Properties();
        fleet.setProperty("nodes", Integer.toString(options.nodes()));
        fleet.setProperty("groups", Integer.toString(options.groups()));
        fleet.setProperty("rf", Integer.toString(options.replicationFactor()));
        fleet.setProperty("shards", Integer.toString(options.shards()));
        fleet.setProperty("node-base-port", Integer.toString(options.nodeBasePort()));
        fleet.setProperty("meilisearch", options.meilisearch() == null ? "embedded nodes" : "real nodes");
        return fleet;
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    /** The nodes' master key; the same for as long as the folder lives. */
    String nodeKey() {
        return nodeKey;
    }

    Path miroirData() {
        return root.resolve("miroir");
    }

    /** The place of a node, its folder made. */
    Path nodeData(NodeId id) throws IOException {
        return PrivateFiles.folder(root.resolve("nodes").resolve(id.value()));
    }

    /** What a node says, in a file that is made here: a process would make it for everybody to read. */
    Path nodeLog(NodeId id) throws IOException {
        Path log = PrivateFiles.folder(root.resolve("nodes")).resolve(id.value() + ".log");
        PrivateFiles.make(log);
        return log;
    }

    /** Removes a temporary folder; a named one stays. */
    void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + root, e);
        }
    }
}
