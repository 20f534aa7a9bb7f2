package miroir.app.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** What a flag, or else a variable says, also when that is nothing. */
    @Nullable
    Setting find(Key key) {
        String flag = flags.get(key.yaml());
        if (flag != null) {
            return new Setting(key.yaml(), flag, "flag " + key.flag());
        }
        String variable = environment.get(key.variable());
        return variable == null ? null : new Setting(key.yaml(), variable, "environment " + key.variable());
    }
}
