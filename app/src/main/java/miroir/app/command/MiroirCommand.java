package miroir.app.command;

import java.util.concurrent.Callable;
import miroir.app.config.ConfigException;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program itself; without a command it serves. */
@Command(
        name = "miroir",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "One search server out of many Meilisearch nodes. Without a command: serve.",
        footer = {
            "",
            "A flag wins over its variable (--master-key: MIROIR_MASTER_KEY), that over the file (masterKey), that over"
                    + " the default. MIROIR_LOG sets the log level.",
            "Exit status: 0 done, 1 failed, 2 wrong use or configuration, 3 Miroir could no longer do its work and ended"
                    + " itself, 130 interrupted."
        })
final class MiroirCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final CommandContext context;

    MiroirCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        return ServeCommand.serve(options, context);
    }
}
