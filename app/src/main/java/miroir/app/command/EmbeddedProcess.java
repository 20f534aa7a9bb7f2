package miroir.app.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedServer;
import org.jspecify.annotations.Nullable;

/** One embedded node with its server and the thread its tasks run on. */
record EmbeddedProcess(EmbeddedNode node, EmbeddedServer server, ExecutorService tasks) {
    static EmbeddedProcess start(@Nullable Path data, @Nullable String masterKey, int port) {
        ExecutorService tasks = Executors.newSingleThreadExecutor(work -> new Thread(work, "tasks"));
        EmbeddedNode node = EmbeddedNode.open(new EmbeddedOptions(data, masterKey, InstantSource.system(), tasks));
        return new EmbeddedProcess(node, EmbeddedServer.start(node, "127.0.0.1", port), tasks);
    }

    int port() {
        return server.port();
    }

    /** Takes no more requests, then ends after the task that runs. */
    void close() {
        server.close();
        node.close();
        tasks.shutdown();
    }
}
