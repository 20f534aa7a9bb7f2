package miroir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.OperationText;
import miroir.app.client.Session;
import miroir.app.client.Watch;
import picocli.CommandLine.Option;

/** Whether a command ends with the operation it started. */
final class Patience {
    @Option(names = "--wait", description = "Show progress until the operation has ended.")
    private boolean wait;

    /** Follows the operation of a reply where that is wanted; gives the exit status. */
    int follow(Session session, Reply started) throws CallFailedException, IOException, InterruptedException {
        String id = started.body().path("operationId").asText();
        if (!wait) {
            session.result(started);
            session.tell(
                    "operation " + id + ": " + started.body().path("message").asText("accepted"));
            return Commands.DONE;
        }
        session.err().println("operation " + id);
        Reply end = new Watch(session).untilEnd(id);
        session.result(end);
        JsonNode operation = end.body();
        session.tell(OperationText.line(operation));
        session.tell(OperationText.outcome(operation));
        if (Watch.succeeded(operation)) {
            return Commands.DONE;
        }
        if (OperationText.leftSomething(operation)) {
            session.tell("not all is well: copies differ or were not compared (exit status 1)");
        }
        return Commands.FAILED;
    }
}
