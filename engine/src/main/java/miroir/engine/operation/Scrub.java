package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import miroir.core.time.Age;
import miroir.core.time.Moment;
import miroir.core.topology.IndexId;
import miroir.engine.api.Operator;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;

/** Compares and mends the copies of every index from time to time, one index after the other, slowly. Loop thread. */
final class Scrub {
    private static final Duration TICK = Duration.ofMinutes(1);
    /** Slow enough that no client notices. */
    private static final Operator.Throttle GENTLE = new Operator.Throttle(8 << 20, 1);

    private final Ports ports;
    private final Cluster cluster;
    private final Means means;
    private final Duration every;
    private final Map<String, String> stored;
    private final Map<IndexId, Moment> due = new HashMap<>();
    private boolean stopped;

    Scrub(Ports ports, Cluster cluster, Means means, Duration every, Map<String, String> meta) {
        this.ports = ports;
        this.cluster = cluster;
        this.means = means;
        this.every = every;
        this.stored = meta;
    }

    /** Who does the work. */
    record Means(Runner runner, Verification verification) {}

    void start() {
        if (!every.isZero()) {
            ports.loop().after(TICK, this::tick);
        }
    }

    void stop() {
        stopped = true;
    }

    private void tick() {
        if (stopped) {
            return;
        }
        if (means.runner.open().isEmpty() && !cluster.isClosed()) {
            next().ifPresent(this::begin);
        }
        ports.loop().after(TICK, this::tick);
    }

    private Optional<IndexEntry> next() {
        Moment now = ports.ticker().now();
        return cluster.latest().indexes().values().stream()
                .filter(e -> e.phase() == IndexEntry.Phase.READY && means.verification.isPossible(e))
                .filter(e -> !due(e, now).isAfter(now))
                .min(Comparator.comparing(e -> due(e, now)));
    }

    /** What an earlier process did counts by the wall clock, once; from then on only moments do. */
    private Moment due(IndexEntry entry, Moment now) {
        return due.computeIfAbsent(entry.stored().id(), index -> {
            String before = stored.get(Meta.verified(index));
            Instant last = before == null ? entry.stored().createdAt() : Instant.parse(before);
            return now.plus(every.minus(Age.of(last, ports.clock().instant())));
        });
    }

    private void begin(IndexEntry entry) {
        IndexId index = entry.stored().id();
        Instant now = ports.clock().instant();
        due.put(index, ports.ticker().now().plus(every));
        Unattended.run(
                cluster.write(List.of(new Change.PutMeta(Meta.verified(index), now.toString()))),
                "writing a comparison down");
        String id = String.format("%016x", ports.random().nextLong());
        String uid = entry.stored().uid();
        Unattended.run(means.verification.begin(id, uid, true, GENTLE), "comparing " + uid);
    }
}
