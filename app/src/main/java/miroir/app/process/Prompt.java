package miroir.app.process;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** Asks the person at the terminal. */
@FunctionalInterface
public interface Prompt {
    /** The answer; empty when nobody can be asked. */
    Optional<Boolean> confirm(String question);

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
