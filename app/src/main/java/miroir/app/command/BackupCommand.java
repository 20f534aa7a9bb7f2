package miroir.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import miroir.engine.backup.BackupException;
import miroir.engine.backup.Manifest;
import miroir.engine.backup.PartialFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Saves the state of a running Miroir in a file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Saves the state of a running Miroir in a file: topology, catalogue, tasks, payloads that wait, keys.")
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Consent consent = new Consent();

    @Parameters(paramLabel = "FILE", description = "The file to write. It holds the keys of the nodes.")
    private Path file = Path.of("");

    private final CommandContext context;

    BackupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, BackupException, IOException, InterruptedException {
        Session session = reach.open(context);
        if (Files.exists(file) && !consent.given()) {
            if (!context.prompt()
                    .confirm(file + " is there already. Overwrite it?")
                    .orElse(false)) {
                session.err().println("Nothing was saved: " + file + " is there already; --yes overwrites it.");
                return Commands.FAILED;
            }
        }
        try (PartialFile partial = PartialFile.of(file)) {
            session.download("backup", partial.path());
            Manifest manifest = partial.keep();
            if (session.json()) {
                session.out().println(manifest.toJson());
            }
            session.tell("The state of %s is saved in %s, %,d bytes: cluster %s, topology version %d, next task %d."
                    .formatted(
                            manifest.createdAt(),
                            file,
                            Files.size(file),
                            manifest.clusterId(),
                            manifest.topologyVersion(),
                            manifest.nextTaskUid()));
            return Commands.DONE;
        }
    }
}
