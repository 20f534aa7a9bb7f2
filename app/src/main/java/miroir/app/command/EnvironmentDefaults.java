package miroir.app.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets {@code MIROIR_MASTER_KEY} stand in for {@code --master-key}, and so on for every flag with a value, also empty
 * ones, which are refused then: see {@link GivenValues}.
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
        // what a variable says is not looked through for variables again
        return value == null ? null : value.replace("${", "$${");
    }
}
