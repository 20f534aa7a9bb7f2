package miroir.engine.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.ShardMarker;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeStats;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;

/**
 * Collects what the console shows of a node: version, database size, documents per shard. Pages read the last collection,
 * never the node. Loop thread.
 */
final class Statistics {
    private final Ports ports;
    private final Cluster cluster;
    private final NodeApi api;
    private final Duration every;
    private final Map<NodeId, Moment> collected = new HashMap<>();
    private final Set<NodeId> running = new HashSet<>();

    Statistics(Ports ports, Cluster cluster, NodeApi api, Duration every) {
        this.ports = ports;
        this.cluster = cluster;
        this.api = api;
        this.every = every;
    }

    /** Collects when the last collection is old enough, or at once. */
    void refresh(NodeId node, boolean now) {
        Moment last = collected.get(node);
        boolean due = last == null || last.until(ports.ticker().now()).compareTo(every) >= 0;
        if ((!due && !now) || !running.add(node)) {
            return;
        }
        Unattended.run(
                collect(node)
                        .whenCompleteAsync(
                                (done, failure) -> {
                                    running.remove(node);
                                    collected.put(node, ports.ticker().now());
                                },
                                ports.loop()),
                "statistics of " + node);
    }

    private CompletableFuture<Void> collect(NodeId node) {
        CompletableFuture<Answer<String>> version = api.version(node);
        CompletableFuture<Answer<NodeStats>> stats = api.stats(node);
        Map<String, CompletableFuture<Answer<Map<String, Long>>>> volumes = new TreeMap<>();
        for (String volume : volumesOn(node)) {
            volumes.put(volume, api.counts(node, volume, ShardMarker.FIELD));
        }
        List<CompletableFuture<?>> all = new ArrayList<>(volumes.values());
        all.add(version);
        all.add(stats);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenRunAsync(
                        () -> {
                            Map<String, Map<Integer, Long>> counts = new TreeMap<>();
                            volumes.forEach((name, count) -> counts.put(name, byShard(count.join())));
                            String known = version.join().said().orElse(null);
                            long bytes = stats.join()
                                    .map(NodeStats::databaseBytes)
                                    .said()
                                    .orElse(-1L);
                            cluster.observe(
                                    node,
                                    seen -> seen.withStatistics(known, bytes, counts),
                                    NodeObservation.unknown(ports.clock().instant()));
                        },
                        ports.loop());
    }

    private static Map<Integer, Long> byShard(Answer<Map<String, Long>> counts) {
        Map<Integer, Long> byShard = new TreeMap<>();
        counts.said().ifPresent(all -> all.forEach((marker, count) -> byShard.put(ShardMarker.shard(marker), count)));
        return byShard;
    }

    private Set<String> volumesOn(NodeId node) {
        Set<String> names = new HashSet<>();
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            if (entry.phase() == IndexEntry.Phase.READY) {
                entry.routes().copies().stream()
                        .filter(copy -> copy.node().equals(node))
                        .forEach(copy -> names.add(entry.volumeUid(node, copy.rank())));
            }
        }
        return names;
    }
}
