package miroir.app.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.PlanText;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a change of the topology would do. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class PreviewCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    private final Wish wish;
    private final CommandContext context;

    PreviewCommand(Wish wish, CommandContext context) {
        this.wish = wish;
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        Reply plan = session.post("plans", wish.body());
        session.result(plan);
        if (!session.json()) {
            session.tell(PlanText.of(plan.body()));
        }
        return plan.body().path("refusals").isEmpty() ? Commands.DONE : Commands.FAILED;
    }
}
