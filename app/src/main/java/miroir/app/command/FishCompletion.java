package miroir.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Lines for the shell fish: one for each command and flag, which holds when the commands before it were typed. */
final class FishCompletion {
    private final String name;
    private final StringBuilder script = new StringBuilder();

    private FishCompletion(String name) {
        this.name = name;
    }

    static String of(String name, CommandLine program) {
        FishCompletion completion = new FishCompletion(name);
        completion.script.append("complete -c ").append(name).append(" -f\n");
        completion.add(program, List.of());
        return completion.script.toString();
    }

    private void add(CommandLine line, List<String> typed) {
        String condition = condition(line, typed);
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (!option.hidden() && option.longestName().startsWith("--")) {
                String value = option.arity().max() > 0 ? " -r" : "";
                line(condition, "-l " + option.longestName().substring(2) + value, option.description());
            }
        }
        for (Map.Entry<String, CommandLine> sub : line.getSubcommands().entrySet()) {
            String[] description =
                    sub.getValue().getCommandSpec().usageMessage().description();
            line(condition, "-a " + sub.getKey(), description);
            List<String> next = new ArrayList<>(typed);
            next.add(sub.getKey());
            add(sub.getValue(), next);
        }
    }

    private static String condition(CommandLine line, List<String> typed) {
        StringBuilder condition = new StringBuilder("true");
        typed.forEach(
                word -> condition.append("; and __fish_seen_subcommand_from ").append(word));
        if (!line.getSubcommands().isEmpty()) {
            condition
                    .append("; and not __fish_seen_subcommand_from ")
                    .append(String.join(" ", line.getSubcommands().keySet()));
        }
        return condition.toString();
    }

    private void line(String condition, String what, String[] description) {
        script.append("complete -c ")
                .append(name)
                .append(" -n '")
                .append(condition)
                .append("' ")
                .append(what);
        if (description.length > 0) {
            script.append(" -d '").append(description[0].replace("'", "")).append('\'');
        }
        script.append('\n');
    }
}
