package miroir.app.command;

import java.util.Objects;
import java.util.concurrent.Callable;
import miroir.app.process.CommandContext;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and flags. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints what makes a shell complete the commands of an alias miroir='java -jar …/miroir.jar'.")
final class CompletionCommand implements Callable<Integer> {
    private static final String NAME = "miroir";

    /** The shells there are scripts for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Spec
    private @Nullable CommandSpec command;

    private final CommandContext context;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine program = Objects.requireNonNull(command).root().commandLine();
        // zsh reads bash's script through bashcompinit, which the script calls itself
        context.out().print(shell == Shell.fish ? FishCompletion.of(NAME, program) : AutoComplete.bash(NAME, program));
        context.out().flush();
        return Commands.DONE;
    }
}
