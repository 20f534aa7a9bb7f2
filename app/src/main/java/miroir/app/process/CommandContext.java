package miroir.app.process;

import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command works with.
 *
 * @param out results, nothing else
 * @param err progress, hints and errors
 * @param environment the variables of the process
 * @param starter how Miroir is started
 * @param prompt asks the person at the terminal
 */
public record CommandContext(
        PrintWriter out, PrintWriter err, Map<String, String> environment, Starter starter, Prompt prompt) {}
