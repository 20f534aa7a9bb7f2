package miroir.app.command;

import java.nio.file.Path;
import java.util.List;
import miroir.core.topology.AccessKey;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Refuses values of flags and variables that nobody meant: empty ones, where a default would silently stand in for what a
 * script has lost, and keys that no key can be or that are the name of a variable. No refusal shows the value.
 */
final class GivenValues {
    private GivenValues() {}

    /** Looks at all that was given to a command. */
    static void check(CommandSpec command) {
        // what the configuration reads has its faults reported together with those of the file
        List<ArgSpec> theirs = command.mixins().values().stream()
                .filter(mixin -> mixin.userObject() instanceof ServeOptions)
                .flatMap(mixin -> mixin.args().stream())
                .toList();
        for (ArgSpec argument : command.args()) {
            if (!theirs.contains(argument)) {
                texts(argument).forEach(value -> check(argument, value, command.commandLine()));
            }
        }
    }

    /** What was typed, or else the text that a variable gave. */
    private static List<String> texts(ArgSpec argument) {
        Object value = argument.getValue();
        boolean text = argument.isOption() && (value instanceof String || value instanceof Path);
        return text ? List.of(value.toString()) : argument.stringValues();
    }

    private static void check(ArgSpec argument, String value, CommandLine line) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        if (value.isEmpty()) {
            throw new CommandLine.ParameterException(line, name + " must not be empty");
        }
        if (name.endsWith("key")) {
            AccessKey.problemAsGiven(value).ifPresent(problem -> {
                throw new CommandLine.ParameterException(line, name + " " + problem);
            });
        }
    }
}
