package miroir.app.process;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks the person at the terminal. */
@FunctionalInterface
public interface Prompt {
    /** The answer; empty when nobody can be asked. */
    Optional<Boolean> confirm(String question);

    /** What is typed unseen at the process's own terminal; empty when nobody can be asked. */
    @SuppressWarnings("SystemConsoleNull")
    default Optional<String> secret(String question) {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", question);
        return Optional.ofNullable(typed).map(String::valueOf).filter(text -> !text.isEmpty());
    }

    /** Asks on the process's own terminal. */
    @SuppressWarnings("SystemConsoleNull") // where it is never null, a line is when there is nobody to type it
    static Optional<Boolean> onTerminal(String question) {
        Console console = System.console();
        String line = console == null ? null : console.readLine("%s [y/N] ", question);
        return Optional.ofNullable(line)
                .map(answer -> answer.strip().toLowerCase(Locale.ROOT))
                .map(answer -> answer.equals("y") || answer.equals("yes"));
    }
}
