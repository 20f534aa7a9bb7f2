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

/** An order about one plan, operation or index that starts an operation or leads one to its end. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class OrderCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Patience patience = new Patience();

    @Parameters(paramLabel = "ID", description = "The plan, the operation or the index it is about.")
    private String subject = "";

    private final String path;
    private final CommandContext context;

    /**
     * Makes the command.
     *
     * @param path of the call, with {@code %s} for what it is about
     */
    OrderCommand(String path, CommandContext context) {
        this.path = path;
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        return patience.follow(session, session.post(path.formatted(ManagementClient.segment(subject))));
    }
}
