package miroir.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import miroir.app.process.Lifetime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one embedded node on the loopback address until it is told to stop. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs one embedded node, for trials and tests; with a command: changes the nodes of a Miroir.")
final class NodeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "7801",
            description = "Port; 0 takes a free one (default: 7801).")
    private int port;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the node's data (default: in memory).")
    private @Nullable Path data;

    @Option(names = "--master-key", paramLabel = "KEY", description = "Key that clients prove themselves with.")
    private @Nullable String masterKey;

    @Option(names = "--exit-with-parent", hidden = true, description = "Stop when standard input ends.")
    private boolean exitWithParent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Lifetime lifetime = new Lifetime()) {
            EmbeddedProcess node = EmbeddedProcess.start(data, masterKey, port);
            lifetime.atEnd(node::close);
            LOG.info("Node answers at http://127.0.0.1:{}", node.port());
            if (exitWithParent) {
                awaitEnd(System.in);
            } else {
                lifetime.await();
            }
        }
        return Commands.DONE;
    }

    /** The parent holds the other end and writes nothing: the stream ends when the parent does, however that is. */
    private static void awaitEnd(InputStream input) throws IOException {
        while (input.read() >= 0) {
            LOG.trace("ignored a byte on standard input");
        }
    }
}
