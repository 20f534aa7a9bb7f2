package miroir.app.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets {@code MIROIR_MASTER_KEY} stand in for {@code --master-key}, and so on for every flag with a value. An empty variable
 * counts as none, except for keys: an empty key is a mistake, not the wish to have none.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.arity().max() == 0) {
            return null;
        }
        String name = option.longestName().substring("--".length());
        String value = environment.get("MIROIR_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
        return value == null || (value.isEmpty() && !name.endsWith("key")) ? null : value;
    }
}
