package miroir.app.command;

import miroir.app.client.CallFailedException;
import miroir.app.config.ConfigError;
import miroir.app.config.ConfigException;
import miroir.app.process.CommandContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line of the program. */
public final class Commands {
    /** Done. */
    public static final int DONE = 0;
    /** Tried and failed. */
    public static final int FAILED = 1;
    /** Wrong use or configuration. */
    public static final int MISUSED = 2;
    // 3: Ending.STATUS, the process ended itself
    /** Interrupted from outside. */
    public static final int INTERRUPTED = 130;

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    private Commands() {}

    /** The command line with all commands; {@code execute} returns the exit status. */
    public static CommandLine line(CommandContext context) {
        EnvironmentDefaults environment = new EnvironmentDefaults(context.environment());
        CommandLine demo = new CommandLine(new DemoCommand(context)).setDefaultValueProvider(environment);
        CommandLine node = new CommandLine(new NodeCommand()).setDefaultValueProvider(environment);
        CommandLine line = new CommandLine(new MiroirCommand(context))
                .addSubcommand("serve", new ServeCommand(context))
                .addSubcommand("demo", demo)
                .addSubcommand("node", node)
                .addSubcommand("check-config", new CheckConfigCommand(context))
                .addSubcommand(
                        "config",
                        new CommandLine(new ConfigCommand()).addSubcommand("sample", new SampleCommand(context)))
                .addSubcommand("completion", new CompletionCommand(context))
                .addSubcommand("restore", new RestoreCommand(context))
                .addSubcommand("adopt", new AdoptCommand(context));
        ClientCommands.addTo(line, node, context);
        return line.setOut(context.out())
                .setErr(context.err())
                .setExecutionStrategy(Commands::execute)
                .setExecutionExceptionHandler(Commands::explain);
    }

    /** Refuses flags that stand before the command, where they would be ignored. */
    private static int execute(ParseResult parsed) {
        for (ParseResult level = parsed; level.hasSubcommand(); level = level.subcommand()) {
            if (!level.matchedOptions().isEmpty()) {
                String flag = level.matchedOptions().get(0).longestName();
                CommandLine line = level.commandSpec().commandLine();
                throw new CommandLine.ParameterException(line, flag + " belongs behind the command");
            }
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!CommandLine.printHelpIfRequested(parsed)) {
            GivenValues.check(last.commandSpec());
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
        if (failure instanceof ConfigException config) {
            for (ConfigError error : config.errors()) {
                line.getErr().println(error);
            }
            return MISUSED;
        }
        if (failure instanceof CallFailedException call) {
            line.getErr().println("miroir: " + call.getMessage());
            return call.misused() ? MISUSED : FAILED;
        }
        if (failure instanceof InterruptedException) {
            return INTERRUPTED;
        }
        String message = failure.getMessage();
        line.getErr().println("miroir: " + (message == null ? failure.toString() : message));
        LOG.debug("{} failed", parsed.commandSpec().qualifiedName(), failure);
        return FAILED;
    }
}
