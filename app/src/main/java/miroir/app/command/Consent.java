package miroir.app.command;

import picocli.CommandLine.Option;

/** Whether an act needs a yes. */
final class Consent {
    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    boolean given() {
        return yes;
    }
}
