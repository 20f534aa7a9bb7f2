package miroir.app.process;

import miroir.app.RunningMiroir;
import miroir.app.config.Config;

/** Starts Miroir from its configuration. */
@FunctionalInterface
public interface Starter {
    /** Returns once it answers. */
    RunningMiroir start(Config config);
}
