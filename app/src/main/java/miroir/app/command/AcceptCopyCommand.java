package miroir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.RemainsText;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Believes copies that are out of sync: shows what that costs, asks, orders. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class AcceptCopyCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Consent consent = new Consent();

    @Mixin
    private final Patience patience = new Patience();

    @Parameters(index = "0", paramLabel = "INDEX", description = "The index.")
    private String index = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SHARD", description = "The shard.")
    private @Nullable Integer shard;

    @Parameters(index = "2", arity = "0..1", paramLabel = "NODE", description = "The node whose copy is believed.")
    private @Nullable String node;

    @Option(
            names = "--all",
            description =
                    "The copy that is recommended of every shard that nobody can read; where none is, the shard is left.")
    private boolean all;

    @Option(
            names = "--force",
            description = {
                "Give up copies in sync that cannot be read, because their node is down or has lost them;",
                "with SHARD and NODE also other copies that may have more documents."
            })
    private boolean force;

    @Spec
    private @Nullable CommandSpec spec;

    private static final String BY_NAME =
            " What may have more documents is given up only for a copy that is named: SHARD NODE --force.";

    private final CommandContext context;

    AcceptCopyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        if (all ? shard != null : node == null) {
            CommandLine line = spec == null ? new CommandLine(this) : spec.commandLine();
            throw new CommandLine.ParameterException(line, "either SHARD and NODE, or --all");
        }
        Session session = reach.open(context);
        String path = "indexes/" + ManagementClient.segment(index);
        return all ? acceptAll(session, path) : acceptOne(session, path + "/shards/" + shard, String.valueOf(node));
    }

    private int acceptOne(Session session, String path, String chosen)
            throws CallFailedException, IOException, InterruptedException {
        Reply seen = session.get(path + "/candidates");
        session.tell(RemainsText.of(seen.body(), chosen));
        List<String> given = RemainsText.givenUp(seen.body(), chosen);
        if (!given.isEmpty() && !force) {
            session.result(seen);
            session.err()
                    .println("Nothing was changed: it would be given up: " + String.join("; ", given)
                            + ". With --force it is.");
            return Commands.FAILED;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("node", chosen);
        return order(session, seen, path + "/accept", body);
    }

    private int acceptAll(Session session, String path) throws CallFailedException, IOException, InterruptedException {
        Reply seen = session.get(path + "/candidates");
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode choices = body.putArray("shards");
        List<String> left = new ArrayList<>();
        for (JsonNode remains : seen.body()) {
            JsonNode best = remains.path("recommended");
            boolean lost = remains.path("inSync").isEmpty()
                    && (force || remains.path("unreadable").isEmpty());
            String chosen = lost && best.isTextual() ? best.asText() : "";
            session.tell(RemainsText.of(remains, chosen));
            if (chosen.isEmpty()) {
                left.add(remains.path("shard").asText());
            } else {
                choices.addObject().put("shard", remains.path("shard").asInt()).put("node", chosen);
            }
        }
        if (choices.isEmpty()) {
            session.result(seen);
            session.err()
                    .println(
                            seen.body().isEmpty()
                                    ? "Every shard has a copy in sync that can be read: nothing has to be accepted."
                                    : "Nothing was changed: of no shard a copy is recommended now." + BY_NAME);
            return Commands.FAILED;
        }
        if (!left.isEmpty()) {
            session.err()
                    .println((left.size() == 1
                                    ? "1 shard is left as it is: "
                                    : left.size() + " shards are left as they are: ")
                            + String.join(", ", left) + "." + BY_NAME);
        }
        int status = order(session, seen, path + "/accept", body);
        return left.isEmpty() ? status : Commands.FAILED;
    }

    private int order(Session session, Reply seen, String path, ObjectNode body)
            throws CallFailedException, IOException, InterruptedException {
        if (!consent.given() && !agreed(session)) {
            session.result(seen);
            return Commands.FAILED;
        }
        if (force) {
            body.put("force", true);
        }
        return patience.follow(session, session.post(path, body));
    }

    private boolean agreed(Session session) {
        Optional<Boolean> answer = context.prompt()
                .confirm("What those copies lack is lost, the others are built from them, and acknowledged writes"
                        + " that wait are written to them. Accept?");
        if (!answer.orElse(false)) {
            session.err().println("Nothing was changed." + (answer.isEmpty() ? " With --yes it is not asked." : ""));
        }
        return answer.orElse(false);
    }
}
