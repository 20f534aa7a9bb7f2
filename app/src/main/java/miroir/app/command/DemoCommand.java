package miroir.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import miroir.app.config.ConfigException;
import miroir.app.demo.Demo;
import miroir.app.demo.DemoOptions;
import miroir.app.process.CommandContext;
import miroir.app.process.Lifetime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a trial fleet with Miroir in front and keeps it running. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Starts a trial fleet with a catalogue of products and Miroir in front.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--nodes", paramLabel = "N", defaultValue = "4", description = "Nodes to start (default: 4).")
    private int nodes;

    @Option(names = "--groups", paramLabel = "N", defaultValue = "1", description = "Replica groups (default: 1).")
    private int groups;

    @Option(names = "--rf", paramLabel = "N", defaultValue = "2", description = "Copies per group (default: 2).")
    private int replicationFactor;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "64",
            description = "Shards of an index (default: 64).")
    private int shards;

    @Option(
            names = "--documents",
            paramLabel = "N",
            defaultValue = "30000",
            description = "Products to load; 0 leaves the fleet empty (default: 30000).")
    private int documents;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7700",
            description = "Miroir's port (default: 7700).")
    private int port;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder to keep and reuse (default: a temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--meilisearch",
            paramLabel = "PATH",
            description = "Meilisearch to run as nodes (default: embedded nodes).")
    private @Nullable Path meilisearch;

    @Option(
            names = "--node-base-port",
            paramLabel = "PORT",
            defaultValue = "7801",
            description = "Port of the first node (default: 7801).")
    private int nodeBasePort;

    private final CommandContext context;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        DemoOptions options = new DemoOptions(
                nodes, groups, replicationFactor, shards, documents, port, data, meilisearch, nodeBasePort);
        List<String> problems = options.problems();
        if (!problems.isEmpty()) {
            problems.forEach(context.err()::println);
            return Commands.MISUSED;
        }
        try (Lifetime lifetime = new Lifetime()) {
            return run(new Demo(options, context, lifetime), lifetime);
        }
    }

    private static int run(Demo demo, Lifetime lifetime) throws ConfigException, IOException, InterruptedException {
        try {
            demo.start();
            lifetime.await();
            return Commands.DONE;
        } catch (IOException | RuntimeException e) {
            if (lifetime.ending()) {
                return Commands.INTERRUPTED;
            }
            throw e;
        }
    }
}
