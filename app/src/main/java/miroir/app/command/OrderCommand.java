package miroir.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** An order about one plan, operation or index; what it answers with is an operation. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class OrderCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    private final Patience patience;

    @Parameters(paramLabel = "ID", description = "The plan, the operation or the index it is about.")
    private String subject = "";

    private final String path;
    private final CommandContext context;

    /**
     * Makes the command.
     *
     * @param path of the call, with {@code %s} for what it is about
     * @param patience a mixin of this command where waiting makes sense
     */
    OrderCommand(String path, Patience patience, CommandContext context) {
        this.path = path;
        this.patience = patience;
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        return patience.follow(session, session.post(path.formatted(ManagementClient.segment(subject))));
    }
}
