package miroir.app.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import miroir.app.config.Config;
import miroir.app.config.ConfigError;
import miroir.app.config.ConfigException;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads the configuration and says what Miroir would make of it. */
@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Reads the configuration and prints all its errors, or what it comes to.")
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final CommandContext context;

    CheckConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try {
            Config config = options.load(context.environment());
            config.warnings().forEach(warning -> context.err().println("warning: " + warning));
            print(config);
            return Commands.DONE;
        } catch (ConfigException e) {
            for (ConfigError error : e.errors()) {
                context.out().println(error);
            }
            return Commands.MISUSED;
        }
    }

    private void print(Config config) {
        context.out().println("The configuration is valid:");
        line("port", config.port());
        line("bind", config.bind());
        line("data", config.data());
        line("masterKey", config.masterKey() == null ? "none" : "set");
        line("nodeKey", config.nodeKey() == null ? "none" : "set");
        line("shards", config.shards());
        line("replicationFactor", config.replicationFactor());
        line("placement", config.placement().name().toLowerCase(Locale.ROOT));
        line("readCopies", config.readCopies().name().toLowerCase(Locale.ROOT));
        line("searchTimeoutSeconds", config.searchTimeoutSeconds());
        line("rereplicateAfterMinutes", config.rereplicateAfterMinutes());
        line("verifyEveryDays", config.verifyEveryDays());
        line("backupFolder", config.backups().folder());
        line("backupEveryHours", config.backups().everyHours());
        line("backupsKept", config.backups().kept());
        line("nodes", config.nodes().size());
        config.nodes()
                .forEach(node -> context.out().printf("    %s %s group %s%n", node.id(), node.address(), node.group()));
    }

    private void line(String key, Object value) {
        context.out().printf("  %s: %s%n", key, value);
    }
}
