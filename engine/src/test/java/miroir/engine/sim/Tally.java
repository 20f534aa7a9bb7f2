package miroir.engine.sim;

import java.util.Map;
import java.util.TreeMap;

/** What happened in a history, or in many, counted by kind; and a digest of all that one sent to its nodes. */
final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();
    private long digest;

    void add(String kind) {
        add(kind, 1);
    }

    void add(String kind, long count) {
        counts.merge(kind, count, Long::sum);
    }

    void addAll(Tally other) {
        other.counts.forEach(this::add);
        digest += other.digest;
    }

    long of(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Puts what happened next into the digest. */
    void happened(long what) {
        digest = (digest ^ what) * 0x9E3779B97F4A7C15L;
        digest ^= digest >>> 29;
    }

    /** The same for two histories in which the same happened. */
    long digest() {
        return digest;
    }

    /** One line for each kind: how often, and how often in each history. */
    String report(long histories) {
        StringBuilder report = new StringBuilder();
        counts.forEach((kind, count) ->
                report.append(String.format("  %-28s %,14d  %10.3f%n", kind, count, count / (double) histories)));
        return report.toString();
    }
}
