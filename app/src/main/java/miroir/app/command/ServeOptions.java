package miroir.app.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import miroir.app.config.Config;
import miroir.app.config.ConfigException;
import miroir.app.config.ConfigLoader;
import miroir.app.config.ConfigSources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code serve}: texts, so that their errors are reported together with those of the file. */
final class ServeOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (default: ./miroir.yml if there).")
    private @Nullable String config;

    @Option(names = "--port", paramLabel = "PORT", description = "Port for clients (default: 7700).")
    private @Nullable String port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on (default: 127.0.0.1).")
    private @Nullable String bind;

    @Option(names = "--data", paramLabel = "DIR", description = "Folder of Miroir's state (default: ./miroir-data).")
    private @Nullable String data;

    @Option(names = "--master-key", paramLabel = "KEY", description = "Key that clients prove themselves with.")
    private @Nullable String masterKey;

    /** Reads the configuration with these flags on top. */
    Config load(Map<String, String> environment) throws ConfigException {
        return ConfigLoader.load(new ConfigSources(flags(), environment, Path.of("miroir.yml")));
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        put(flags, "config", config);
        put(flags, "port", port);
        put(flags, "bind", bind);
        put(flags, "data", data);
        put(flags, "masterKey", masterKey);
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
