package miroir.core.time;

import java.time.Duration;
import java.time.Instant;

/** How old something is that an earlier process wrote down: only the wall clock can say, and it may have been set since. */
public final class Age {
    private Age() {}

    /** Never negative. */
    public static Duration of(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
