package miroir.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes how much a running operation may use. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class ThrottleCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Parameters(paramLabel = "OPERATION", description = "The operation's id.")
    private String operation = "";

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Limits limits = new Limits();

    private final CommandContext context;

    ThrottleCommand(CommandContext context) {
        this.context = context;
    }

    /** What is changed; the other stays as it is. */
    static final class Limits {
        @Option(names = "--bytes-per-second", paramLabel = "N", description = "All moves together; 0: unlimited.")
        private @Nullable Long bytesPerSecond;

        @Option(names = "--concurrent-moves", paramLabel = "N", description = "Moves at a time.")
        private @Nullable Integer concurrentMoves;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (limits.bytesPerSecond != null) {
            body.put("bytesPerSecond", limits.bytesPerSecond);
        }
        if (limits.concurrentMoves != null) {
            body.put("concurrentMoves", limits.concurrentMoves);
        }
        Reply reply = session.post("operations/" + ManagementClient.segment(operation) + "/throttle", body);
        session.result(reply);
        session.tell(
                "operation " + operation + ": " + reply.body().path("message").asText("throttled"));
        return Commands.DONE;
    }
}
