package miroir.app.command;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One embedded node with its server and its task thread. */
final class EmbeddedProcess {
    private final int port;

    private EmbeddedProcess(int port) {
        this.port = port;
    }

    static EmbeddedProcess start(@Nullable Path data, @Nullable String masterKey, int port) throws IOException {
        if (data != null || masterKey != null) {
            throw new IOException("not wired");
        }
        return new EmbeddedProcess(port);
    }

    int port() {
        return port;
    }

    void close() {}
}
