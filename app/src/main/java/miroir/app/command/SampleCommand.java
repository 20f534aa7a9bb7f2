package miroir.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;

/** Prints a configuration file to begin with. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints a miroir.yml with all its keys, explained.")
final class SampleCommand implements Callable<Integer> {
    private final CommandContext context;

    SampleCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream sample = Objects.requireNonNull(SampleCommand.class.getResourceAsStream("sample.yml"))) {
            context.out().print(new String(sample.readAllBytes(), StandardCharsets.UTF_8));
        }
        context.out().flush();
        return Commands.DONE;
    }
}
