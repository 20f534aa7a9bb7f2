package miroir.app.command;

import miroir.core.topology.AccessKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A key that was given as a flag or by its variable. */
final class KeyFlag {
    private KeyFlag() {}

    /** The key; refuses one that cannot be a key, without showing it. */
    static @Nullable String checked(String flag, @Nullable String key, CommandSpec command) {
        if (key != null) {
            AccessKey.problem(key).ifPresent(problem -> {
                throw new CommandLine.ParameterException(command.commandLine(), flag + " " + problem);
            });
        }
        return key;
    }
}
