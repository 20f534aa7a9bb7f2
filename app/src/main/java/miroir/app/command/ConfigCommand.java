package miroir.app.command;

import picocli.CommandLine.Command;

/** Holds the commands about the configuration. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows how Miroir is configured.")
final class ConfigCommand {}
