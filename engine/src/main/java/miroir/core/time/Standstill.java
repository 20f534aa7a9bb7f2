package miroir.core.time;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Measures how long things have been as they are. What equals what was there at the last look has not changed since.
 *
 * @param <T> a thing together with how it is
 */
public final class Standstill<T> {
    private final Map<T, Moment> since = new HashMap<>();

    /** Looks at all there is now. */
    public void look(Collection<T> present, Moment now) {
        since.keySet().retainAll(present);
        present.forEach(thing -> since.putIfAbsent(thing, now));
    }

    /** Whether it has been there for so long. */
    public boolean hasLasted(T thing, Duration time, Moment now) {
        Moment from = since.get(thing);
        return from != null && from.until(now).compareTo(time) >= 0;
    }
}
