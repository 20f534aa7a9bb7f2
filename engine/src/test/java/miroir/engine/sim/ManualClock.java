package miroir.engine.sim;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told to go on. */
final class ManualClock implements InstantSource {
    private Instant now;

    ManualClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void advanceTo(Instant later) {
        now = later.isAfter(now) ? later : now;
    }
}
