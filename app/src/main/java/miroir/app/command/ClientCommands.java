package miroir.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import miroir.app.client.OperationText;
import miroir.app.client.PlanText;
import miroir.app.client.TopologyText;
import miroir.app.process.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands that are a client of a running Miroir's management API. */
final class ClientCommands {
    private final CommandContext context;

    private ClientCommands(CommandContext context) {
        this.context = context;
    }

    /** Adds them to the program, and those about nodes to the command {@code node}. */
    static void addTo(CommandLine program, CommandLine node, CommandContext context) {
        ClientCommands commands = new ClientCommands(context);
        commands.addChanges(program, node, commands::change);
        commands.addPlan(program);
        commands.addOrders(program);
        commands.addBackup(program);
        commands.addActs(program, node);
    }

    /** What is done by hand when something was lost, or a node has moved. */
    private void addActs(CommandLine program, CommandLine node) {
        program.addSubcommand(
                "accept-copy",
                command(
                        new AcceptCopyCommand(context),
                        "Believes a copy out of sync of a shard that no copy in sync is left of. Shows what that costs and"
                                + " asks first."));
        node.addSubcommand(
                "address",
                command(
                        new NodeEditCommand.Address(context),
                        "Tells Miroir that a node has moved, and that its key was changed, too. Asks first."));
        node.addSubcommand(
                "key",
                command(
                        new NodeEditCommand.Key(context),
                        "Tells Miroir that a node's key was changed. Asks first.",
                        List.of("MIROIR_URL", "MIROIR_KEY", "MIROIR_NODE_KEY")));
    }

    /** Only the variables of these commands count: the key of a node to be added is not what MIROIR_NODE_KEY says. */
    private CommandLine command(Object command, String description) {
        return command(command, description, List.of("MIROIR_URL", "MIROIR_KEY"));
    }

    private CommandLine command(Object command, String description, List<String> names) {
        Map<String, String> variables = context.environment().entrySet().stream()
                .filter(variable -> names.contains(variable.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        CommandLine line = new CommandLine(command).setDefaultValueProvider(new EnvironmentDefaults(variables));
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }

    private CommandLine change(Wish wish, String description) {
        CommandLine line = command(new ChangeCommand(wish, context), description + " Shows the plan and asks first.");
        line.getCommandSpec().addMixin("wish", CommandSpec.forAnnotatedObject(wish));
        return line;
    }

    private CommandLine preview(Wish wish, String description) {
        CommandLine line = command(new PreviewCommand(wish, context), description + " Only shows the plan.");
        line.getCommandSpec().addMixin("wish", CommandSpec.forAnnotatedObject(wish));
        return line;
    }

    private interface Maker {
        CommandLine of(Wish wish, String description);
    }

    private void addChanges(CommandLine parent, CommandLine node, Maker maker) {
        node.addSubcommand("add", maker.of(new Wish.AddNode(), "Adds a node."));
        node.addSubcommand("drain", maker.of(new Wish.OneNode("drainNodes"), "Moves all copies off a node."));
        node.addSubcommand("remove", maker.of(new Wish.OneNode("removeNodes"), "Removes a node for good."));
        node.addSubcommand("replace", maker.of(new Wish.ReplaceNode(), "Puts a new node in the place of another one."));
        CommandLine group = holder("Adds and removes replica groups.");
        group.addSubcommand("add", maker.of(new Wish.AddGroup(), "Adds a replica group with its nodes."));
        group.addSubcommand("remove", maker.of(new Wish.OneGroup("removeGroups"), "Removes a replica group."));
        parent.addSubcommand("group", group);
        parent.addSubcommand(
                "rf", maker.of(new Wish.Copies(), "Sets the replication factor: copies of a shard in each group."));
    }

    private void addPlan(CommandLine program) {
        CommandLine plan = holder("Shows what a change of the topology would do, and changes nothing.");
        CommandLine node = holder("What adding, draining, removing or replacing a node would do.");
        plan.addSubcommand("node", node);
        addChanges(plan, node, this::preview);
        plan.addSubcommand(
                "rebalance", preview(new Wish.Rebalance(), "What is needed to bring every copy to its place."));
        plan.addSubcommand("fail-node", preview(new Wish.OneNode("failNodes"), "What the loss of a node would do."));
        plan.addSubcommand(
                "fail-group", preview(new Wish.OneGroup("failGroups"), "What the loss of a group would do."));
        program.addSubcommand("plan", plan);
    }

    private void addOrders(CommandLine program) {
        show(program, "topology", TopologyText::of, "Shows groups and nodes.");
        show(program, "operations", ClientCommands::lines, "Shows what was changed and how far it is.");
        show(program, "plans", ClientCommands::planLines, "Shows the latest plans and what became of them.");
        order(program, "apply", "plans/%s/apply", "Applies a plan by its id.");
        program.addSubcommand(
                "pause",
                unasked(
                        new OrderCommand("operations/%s/pause", new Patience(), context),
                        "Pauses an operation; it starts no further move until resumed."));
        order(program, "resume", "operations/%s/resume", "Goes on with a paused operation.");
        order(program, "cancel", "operations/%s/cancel", "Ends an operation early; what is committed stays.");
        order(program, "retry", "operations/%s/retry", "Tries the failed moves of an operation once more.");
        order(
                program,
                "verify",
                "indexes/%s/verify",
                "Compares all copies of an index. With --wait the exit status is 1 when copies differ or were not compared.");
        order(program, "repair", "indexes/%s/repair", "Compares all copies of an index and mends those that differ.");
        program.addSubcommand(
                "throttle", unasked(new ThrottleCommand(context), "Changes how much a running operation may use."));
    }

    private void addBackup(CommandLine program) {
        program.addSubcommand(
                "backup", command(new BackupCommand(context), "Saves Miroir's own state into a file while it runs."));
    }

    private void show(CommandLine program, String path, Function<JsonNode, List<String>> text, String description) {
        program.addSubcommand(path, command(new ShowCommand(path, text, context), description));
    }

    private static List<String> planLines(JsonNode plans) {
        List<String> lines = new ArrayList<>();
        plans.forEach(plan -> lines.add(PlanText.line(plan)));
        return lines;
    }

    private static List<String> lines(JsonNode operations) {
        List<String> lines = new ArrayList<>();
        for (JsonNode operation : operations) {
            lines.add(OperationText.line(operation));
            OperationText.outcome(operation).forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private void order(CommandLine program, String name, String path, String description) {
        Patience patience = new Patience();
        CommandLine line = unasked(new OrderCommand(path, patience, context), description);
        CommandSpec spec = line.getCommandSpec();
        spec.addMixin("patience", CommandSpec.forAnnotatedObject(patience));
        String[] subject = path.startsWith("indexes/")
                ? new String[] {"INDEX", "The index it is about."}
                : path.startsWith("plans/")
                        ? new String[] {"PLAN", "The plan it is about."}
                        : new String[] {"OPERATION", "The operation it is about."};
        PositionalParamSpec named = spec.positionalParameters().get(0);
        spec.remove(named);
        spec.addPositional(PositionalParamSpec.builder(named)
                .paramLabel(subject[0])
                .description(subject[1])
                .build());
        program.addSubcommand(name, line);
    }

    /** An order is plain enough to be followed at once; that it is meant may be said all the same. */
    private CommandLine unasked(Object command, String description) {
        CommandLine line = command(command, description);
        line.getCommandSpec().addMixin("consent", CommandSpec.forAnnotatedObject(new Consent()));
        return line;
    }

    /** A command that only holds others. */
    @Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
    private static final class Holder {}

    private static CommandLine holder(String description) {
        CommandLine line = new CommandLine(new Holder());
        line.getCommandSpec().usageMessage().description(description);
        return line;
    }
}
