package miroir.engine.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.core.write.WriteTargets;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.task.NodeAccess;
import miroir.engine.task.TaskService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every volume that serves about once a minute, a few at a time, and at those of an index soon after somebody may
 * have changed it. Loop thread.
 */
public final class DriftCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DriftCheck.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Until a volume is looked at again of which nothing could be said, or that could not be mended. */
    private static final Duration AGAIN = Duration.ofSeconds(10);
    /** What is changed comes in bursts. */
    private static final Duration SOON = Duration.ofMillis(300);
    /** Under way at most, unless that is too few to come round in a minute. */
    private static final int FEW = 8;

    private final Ports ports;
    private final Cluster cluster;
    private final Look look;
    private final Mending mending;
    private final Map<Volume, Moment> looked = new HashMap<>();
    private final Set<Volume> looking = new HashSet<>();
    /** Those wait for their lanes and are none of the few. */
    private final Set<Volume> mended = new HashSet<>();

    private boolean soon;
    private boolean stopped;

    public DriftCheck(Ports ports, Cluster cluster, TaskService tasks, NodeAccess nodes) {
        this.ports = ports;
        this.cluster = cluster;
        this.look = new Look(cluster, nodes.api());
        this.mending = new Mending(ports, cluster, tasks, nodes, look);
    }

    /** Looks at all volumes from now on. */
    public void start() {
        ports.loop().after(TICK, this::tick);
    }

    /** Looks at nothing any more. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    /** Somebody may have changed volumes of that index. */
    public void changed(IndexId index) {
        ports.loop().assertHere();
        looked.keySet().removeIf(volume -> volume.index().equals(index));
        if (!soon) {
            soon = true;
            ports.loop().after(SOON, () -> {
                soon = false;
                round();
            });
        }
    }

    private void tick() {
        if (!stopped) {
            round();
            ports.loop().after(TICK, this::tick);
        }
    }

    private void round() {
        if (stopped || cluster.isClosed()) {
            return;
        }
        List<Volume> all = volumes();
        looked.keySet().retainAll(all);
        look.retain(all.stream().map(Volume::index).collect(Collectors.toSet()));
        Moment now = ports.ticker().now();
        int most = Math.max(FEW, (int) (all.size() * TICK.toMillis() / EVERY.toMillis()) * 2);
        all.stream()
                .filter(volume -> !looking.contains(volume) && !mended.contains(volume))
                .filter(volume -> last(volume).until(now).compareTo(EVERY) >= 0)
                .sorted(Comparator.comparing(this::last))
                .limit(Math.max(0, most - looking.size()))
                .toList()
                .forEach(volume -> look(volume, now));
    }

    private Moment last(Volume volume) {
        return looked.getOrDefault(volume, Moment.FIRST);
    }

    private List<Volume> volumes() {
        List<Volume> volumes = new ArrayList<>();
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            if (entry.phase() == IndexEntry.Phase.READY) {
                List<Integer> shards =
                        IntStream.range(0, entry.routes().shards()).boxed().toList();
                volumes.addAll(WriteTargets.of(entry.routes(), shards).keySet());
            }
        }
        volumes.removeIf(volume -> cluster.current().node(volume.node()).observed() != Health.UP);
        return volumes;
    }

    private void look(Volume volume, Moment now) {
        looked.put(volume, now);
        looking.add(volume);
        Unattended.run(
                look.at(volume).thenAcceptAsync(found -> found(volume, found), ports.loop()), "comparing " + volume);
    }

    private void found(Volume volume, Finding found) {
        looking.remove(volume);
        if (found instanceof Finding.Unsaid) {
            again(volume);
        } else if (found instanceof Finding.Same) {
            mending.sound(volume);
        } else if (!mending.isHopeless(volume, found)) {
            mend(volume);
        }
    }

    private void mend(Volume volume) {
        mended.add(volume);
        Unattended.run(
                mending.mend(volume)
                        .handleAsync(
                                (done, failure) -> {
                                    mended.remove(volume);
                                    if (failure != null) {
                                        LOG.info("{} is not mended yet: {}", volume, failure.getMessage());
                                        again(volume);
                                    }
                                    return null;
                                },
                                ports.loop()),
                "mending " + volume);
    }

    private void again(Volume volume) {
        looked.put(volume, ports.ticker().now().plus(AGAIN.minus(EVERY)));
    }
}
