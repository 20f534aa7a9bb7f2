package miroir.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import miroir.app.command.Commands;
import miroir.app.process.CommandContext;
import miroir.app.process.Ending;
import miroir.app.process.OutOfMemory;
import miroir.app.process.Prompt;
import miroir.app.process.Starter;

/** The entry point of the jar. */
public final class Main {
    private Main() {}

    /** Runs the command named by the arguments and exits with its status. */
    public static void main(String[] args) {
        // left to itself, Jetty asks JMX for the pointer size of this JVM, and starting JMX takes 0.1 s
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Starter starter = config -> {
            OutOfMemory.endsTheProcess();
            return Wiring.start(config, new Ending()::begin);
        };
        System.exit(Commands.line(new CommandContext(out, err, System.getenv(), starter, Prompt::onTerminal))
                .execute(args));
    }
}
