package miroir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.PlanText;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Changes the topology: shows the plan, asks, applies. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class ChangeCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Consent consent = new Consent();

    @Mixin
    private final Patience patience = new Patience();

    private final Wish wish;
    private final CommandContext context;

    ChangeCommand(Wish wish, CommandContext context) {
        this.wish = wish;
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        Reply planned = session.post("plans", wish.body());
        JsonNode plan = planned.body();
        session.tell(PlanText.of(plan));
        if (!plan.path("applicable").asBoolean()) {
            session.result(planned);
            session.err().println("Nothing was changed: the plan cannot be applied.");
            return Commands.FAILED;
        }
        String id = plan.path("planId").asText();
        if (!consent.given() && !agreed(session, id)) {
            session.result(planned);
            return Commands.FAILED;
        }
        return patience.follow(session, session.post("plans/" + ManagementClient.segment(id) + "/apply"));
    }

    private boolean agreed(Session session, String planId) {
        Optional<Boolean> answer = context.prompt().confirm("Apply?");
        if (answer.isEmpty()) {
            session.err().println("Nothing was changed. To apply this plan: miroir apply " + planId);
        } else if (!answer.get()) {
            session.err().println("Nothing was changed.");
        }
        return answer.orElse(false);
    }
}
