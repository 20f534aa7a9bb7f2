package miroir.app.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where settings come from, the first one winning: flags, environment, file.
 *
 * @param flags the flags given, by key ({@code masterKey}, not {@code --master-key}); {@code config} names the file
 * @param environment the variables of the process
 * @param defaultFile the file that is read when it exists and no other was named
 */
public record ConfigSources(Map<String, String> flags, Map<String, String> environment, Path defaultFile) {
    public ConfigSources {
        flags = Map.copyOf(flags);
        environment = Map.copyOf(environment);
    }
}
