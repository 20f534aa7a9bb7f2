package miroir.app;

import miroir.app.config.Config;

/** Builds the running program from its configuration. */
public final class Wiring {
    private Wiring() {}

    /** Starts Miroir and returns once it answers. */
    @SuppressWarnings("DoNotCallSuggester")
    public static RunningMiroir start(Config config) {
        throw new IllegalStateException("not wired: no engine for port " + config.port());
    }
}
