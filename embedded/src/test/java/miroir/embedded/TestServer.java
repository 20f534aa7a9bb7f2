package miroir.embedded;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;

/** Starts a node by hand: port, and optionally a directory. */
public final class TestServer {

    private TestServer() {}

    /** Runs until it is killed. */
    public static void main(String[] args) {
        EmbeddedNode node = EmbeddedNode.open(new EmbeddedOptions(
                args.length > 1 ? Path.of(args[1]) : null,
                null,
                Clock.systemUTC(),
                Executors.newSingleThreadExecutor()));
        EmbeddedServer.start(node, "127.0.0.1", Integer.parseInt(args[0]));
    }
}
