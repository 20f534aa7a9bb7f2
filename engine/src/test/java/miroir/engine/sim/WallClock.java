package miroir.engine.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Miroir's wall clock: it shows the world's time until somebody sets it. */
final class WallClock implements InstantSource {
    private final InstantSource world;
    private Duration ahead = Duration.ZERO;

    WallClock(InstantSource world) {
        this.world = world;
    }

    /** Sets it forward, or back. */
    void set(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return world.instant().plus(ahead);
    }
}
