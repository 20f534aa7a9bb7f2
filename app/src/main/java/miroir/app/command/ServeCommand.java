package miroir.app.command;

import java.util.concurrent.Callable;
import miroir.app.RunningMiroir;
import miroir.app.config.Config;
import miroir.app.config.ConfigException;
import miroir.app.process.CommandContext;
import miroir.app.process.Lifetime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs Miroir until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs Miroir in front of the configured nodes.")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final CommandContext context;

    ServeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        return serve(options, context);
    }

    static int serve(ServeOptions options, CommandContext context) throws ConfigException, InterruptedException {
        Config config = options.load(context.environment());
        config.warnings().forEach(LOG::warn);
        try (Lifetime lifetime = new Lifetime()) {
            RunningMiroir miroir = context.starter().start(config);
            lifetime.atEnd(miroir::close);
            LOG.info("Miroir answers at {}, console at {}/console", miroir.address(), miroir.address());
            if (config.masterKey() == null) {
                LOG.info(
                        "No master key: any client of this machine may do anything; listening on {} only",
                        config.bind());
            }
            lifetime.await();
        }
        return Commands.DONE;
    }
}
