package miroir.app.command;

import miroir.app.client.ManagementClient;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import miroir.core.topology.NodeAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a running Miroir is reached, and in which form its answers are printed. */
final class Reach {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:7700",
            description = "Where Miroir answers (default: http://127.0.0.1:7700).")
    private String url = "";

    @Option(names = "--key", paramLabel = "KEY", description = "Miroir's master key.")
    private @Nullable String key;

    @Option(names = "--json", description = "Print the JSON of the management API.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    Session open(CommandContext context) {
        try {
            return new Session(new ManagementClient(url, key), context.out(), context.err(), json);
        } catch (IllegalArgumentException e) {
            CommandLine line = command == null ? new CommandLine(this) : command.commandLine();
            throw new CommandLine.ParameterException(
                    line, "--url: " + e.getMessage() + ": " + NodeAddress.masked(url), e);
        }
    }
}
