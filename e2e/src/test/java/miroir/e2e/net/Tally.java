package miroir.e2e.net;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. Any thread. */
public final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    /** Once more. */
    public synchronized void count(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** What another one counted, too. */
    public void add(Tally other) {
        Map<String, Long> more = other.counts();
        synchronized (this) {
            more.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
        }
    }

    /** By kind. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** How often this happened. */
    public synchronized long of(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** How much of anything happened. */
    public synchronized long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return counts().toString();
    }
}
