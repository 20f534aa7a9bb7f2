package miroir.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import miroir.app.config.ConfigException;
import miroir.app.config.ConfigLoader;
import miroir.app.config.ConfigSources;
import miroir.app.process.CommandContext;
import miroir.engine.backup.BackupException;
import miroir.engine.backup.Manifest;
import miroir.engine.backup.Restoration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a saved state back, while no Miroir runs on the data folder. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Puts a saved state into the data folder of a Miroir that does not run. Asks first.")
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final Consent consent = new Consent();

    @Parameters(paramLabel = "FILE", description = "What the command backup, or Miroir by itself, has saved.")
    private Path file = Path.of("");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file that names the data folder (default: ./miroir.yml if there).")
    private @Nullable String config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of Miroir's state (default: the configured one).")
    private @Nullable String data;

    private final CommandContext context;

    RestoreCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ConfigException, BackupException, IOException {
        Path folder = folder();
        Restoration restoration = new Restoration(file, folder, InstantSource.system());
        Manifest manifest = restoration.look();
        context.out()
                .println("%s: the state of %s, cluster %s, topology version %d, %d unfinished tasks, whole."
                        .formatted(
                                file,
                                manifest.createdAt(),
                                manifest.clusterId(),
                                manifest.topologyVersion(),
                                manifest.unfinishedTasks()));
        if (!consent.given() && !agreed(folder)) {
            return Commands.FAILED;
        }
        Path movedTo = restoration.put().movedTo();
        if (movedTo != null) {
            context.out().println("What was in " + folder + " is now in " + movedTo + ".");
        }
        context.out().println("The saved state is in " + folder + ". Next: start Miroir on it.");
        context.out().println("It serves nothing before all its nodes have answered.");
        context.out()
                .println("If its nodes were written to after " + manifest.createdAt()
                        + " it will say so at its start and name the command adopt.");
        return Commands.DONE;
    }

    private boolean agreed(Path folder) {
        Optional<Boolean> answer = context.prompt()
                .confirm("Put it into " + folder + "? What is there is moved aside, nothing is deleted.");
        if (answer.isEmpty()) {
            context.err()
                    .println("Nothing was changed. To put it there: miroir restore " + file
                            + (config == null ? "" : " --config " + config)
                            + (data == null ? "" : " --data " + data) + " --yes");
        } else if (!answer.get()) {
            context.err().println("Nothing was changed.");
        }
        return answer.orElse(false);
    }

    private Path folder() throws ConfigException {
        if (data != null) {
            return Path.of(data);
        }
        Map<String, String> flags = config == null ? Map.of() : Map.of("config", config);
        return ConfigLoader.load(new ConfigSources(flags, context.environment(), Path.of("miroir.yml")))
                .data();
    }
}
