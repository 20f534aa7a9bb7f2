package miroir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what one call answers. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    private final String path;
    private final Function<JsonNode, List<String>> text;
    private final CommandContext context;

    ShowCommand(String path, Function<JsonNode, List<String>> text, CommandContext context) {
        this.path = path;
        this.text = text;
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        Reply reply = session.get(path);
        session.result(reply);
        if (!session.json()) {
            session.tell(text.apply(reply.body()));
        }
        return Commands.DONE;
    }
}
