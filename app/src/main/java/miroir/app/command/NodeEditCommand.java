package miroir.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import miroir.app.client.CallFailedException;
import miroir.app.client.ManagementClient;
import miroir.app.client.ManagementClient.Reply;
import miroir.app.client.Session;
import miroir.app.process.CommandContext;
import miroir.core.topology.NodeAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells Miroir that a node has moved, or that its key was changed. */
abstract class NodeEditCommand implements Callable<Integer> {
    @Mixin
    private final Reach reach = new Reach();

    @Mixin
    private final Consent consent = new Consent();

    @Parameters(index = "0", paramLabel = "ID", description = "The node.")
    private String node = "";

    @Option(
            names = "--force",
            description =
                    "Also when the node cannot be asked there, or has lost its data. Another node never gets its place.")
    private boolean force;

    final CommandContext context;

    NodeEditCommand(CommandContext context) {
        this.context = context;
    }

    /** What is changed; empty: nothing, and it was said why. */
    abstract Optional<ObjectNode> change(Session session);

    /** What is asked before. */
    abstract String question(String node);

    /** What of the configuration is out of date then. */
    abstract String reminder();

    @Override
    public Integer call() throws CallFailedException, IOException, InterruptedException {
        Session session = reach.open(context);
        Optional<ObjectNode> body = change(session);
        if (body.isEmpty()) {
            return Commands.FAILED;
        }
        if (!consent.given() && !agreed(session)) {
            return Commands.FAILED;
        }
        if (force) {
            body.get().put("force", true);
        }
        Reply reply = session.patch("nodes/" + ManagementClient.segment(node), body.get());
        session.result(reply);
        session.tell(reply.body().path("message").asText("done"));
        session.tell(
                "Change " + reminder() + " in miroir.yml, too: adopt, and a start without a state, read it there.");
        return Commands.DONE;
    }

    private boolean agreed(Session session) {
        Optional<Boolean> answer = context.prompt().confirm(question(node));
        if (answer.isEmpty()) {
            session.err().println("Nothing was changed. To change it: the same command with --yes.");
        } else if (!answer.get()) {
            session.err().println("Nothing was changed.");
        }
        return answer.orElse(false);
    }

    /** Another address. */
    @Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
    static final class Address extends NodeEditCommand {
        @Parameters(index = "1", paramLabel = "ADDRESS", description = "Where it is now.")
        private String address = "";

        @Option(
                names = "--node-key",
                paramLabel = "KEY",
                description = "Its key, when that was changed, too; @FILE reads it from a file.")
        private @Nullable String key;

        Address(CommandContext context) {
            super(context);
        }

        @Override
        Optional<ObjectNode> change(Session session) {
            ObjectNode change = JsonNodeFactory.instance.objectNode().put("address", address);
            return Optional.of(key == null ? change : change.put("key", key));
        }

        @Override
        String question(String node) {
            return "Ask " + node + " at " + NodeAddress.masked(address) + (key == null ? "" : ", with another key,")
                    + " from now on?";
        }

        @Override
        String reminder() {
            return key == null ? "the address" : "address and key";
        }
    }

    /** Another key. */
    @Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
    static final class Key extends NodeEditCommand {
        @Option(
                names = "--node-key",
                paramLabel = "KEY",
                description = "Its key; @FILE reads it from a file. Asked for when it is not given.")
        private @Nullable String key;

        Key(CommandContext context) {
            super(context);
        }

        @Override
        Optional<ObjectNode> change(Session session) {
            Optional<String> given = key == null ? context.prompt().secret("Key of the node: ") : Optional.of(key);
            if (given.isEmpty()) {
                session.err()
                        .println("Nothing was changed: nobody can be asked for the key; give --node-key or the"
                                + " variable MIROIR_NODE_KEY.");
            }
            return given.map(text -> JsonNodeFactory.instance.objectNode().put("key", text));
        }

        @Override
        String question(String node) {
            return "Ask " + node + " with another key from now on?";
        }

        @Override
        String reminder() {
            return "the key";
        }
    }
}
