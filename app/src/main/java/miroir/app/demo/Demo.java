package miroir.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import miroir.app.RunningMiroir;
import miroir.app.config.Config;
import miroir.app.config.ConfigException;
import miroir.app.config.ConfiguredBackups;
import miroir.app.config.ConfiguredNode;
import miroir.app.config.ReadCopies;
import miroir.app.process.CommandContext;
import miroir.app.process.Lifetime;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A trial: node processes, Miroir in front of them, and a catalogue loaded through it. */
public final class Demo {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final DemoOptions options;
    private final CommandContext context;
    private final Lifetime lifetime;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A demo whose parts end with the lifetime. */
    public Demo(DemoOptions options, CommandContext context, Lifetime lifetime) {
        this.options = options;
        this.context = context;
        this.lifetime = lifetime;
    }

    /** Starts everything, loads the catalogue and says that it is ready. */
    public void start() throws ConfigException, IOException, InterruptedException {
        requireFreePorts();
        DemoFolder folder = DemoFolder.open(options);
        lifetime.atEnd(folder::close);
        startNodes(folder);
        RunningMiroir miroir = context.starter().start(config(folder));
        lifetime.atEnd(miroir::close);
        if (options.documents() > 0) {
            load(miroir.address());
        }
        context.out().println("ready " + miroir.address());
        context.out().flush();
        hint(miroir.address());
    }

    private void requireFreePorts() throws IOException {
        Fleet.requireFree(options.port(), "--port");
        for (int i = 0; i < options.nodes(); i++) {
            Fleet.requireFree(options.nodePort(i), "--node-base-port");
        }
    }

    private void startNodes(DemoFolder folder) throws IOException, InterruptedException {
        Path meilisearch = options.meilisearch();
        NodeProgram program =
                meilisearch == null ? new NodeProgram.Embedded() : new NodeProgram.Meilisearch(meilisearch);
        Fleet fleet = new Fleet(http);
        lifetime.atEnd(fleet::close);
        for (int i = 0; i < options.nodes(); i++) {
            NodeId id = DemoOptions.nodeId(i);
            Path data = folder.nodeData(id);
            fleet.start(
                    program,
                    new NodeProgram.Place(id, options.nodePort(i), data, folder.nodeLog(id), folder.nodeKey()));
        }
        fleet.awaitHealthy();
    }

    /** On a loopback address without a master key, so that every example works as printed. */
    private Config config(DemoFolder folder) {
        List<ConfiguredNode> nodes = new ArrayList<>();
        for (int i = 0; i < options.nodes(); i++) {
            URI address = URI.create("http://127.0.0.1:" + options.nodePort(i));
            nodes.add(new ConfiguredNode(DemoOptions.nodeId(i), address, options.group(i), null));
        }
        return new Config(
                options.port(),
                "127.0.0.1",
                folder.miroirData(),
                null,
                folder.nodeKey(),
                options.shards(),
                options.replicationFactor(),
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                Config.SEARCH_TIMEOUT_SECONDS,
                Config.REREPLICATE_AFTER_MINUTES,
                Config.VERIFY_EVERY_DAYS,
                nodes,
                ConfiguredBackups.none(folder.miroirData()));
    }

    private void load(URI address) throws IOException, InterruptedException {
        Progress progress = new Progress(context.err(), Progress.onTerminal(), options.documents());
        new CatalogueLoader(new MiroirApi(http, address), progress).load(options.documents());
        LOG.info("{} products are in the index {}", options.documents(), CatalogueLoader.INDEX);
    }

    private void hint(URI address) {
        context.err().println("Console: " + address + "/console");
        if (options.documents() > 0) {
            context.err().println("Try, typos and all:");
            context.err()
                    .println("  curl -s " + address + "/indexes/" + CatalogueLoader.INDEX + "/search"
                            + " -H 'Content-Type: application/json' -d '" + Catalogue.EXAMPLE_SEARCH + "'");
        }
        context.err().println("Ctrl-C stops the nodes and Miroir.");
    }
}
