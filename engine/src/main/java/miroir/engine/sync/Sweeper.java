package miroir.engine.sync;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Health;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Cluster;
import miroir.engine.state.LostShards;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.task.NodeAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes volumes that nothing refers to any more: what a node kept of an index that was deleted while it was away, or
 * has again because it was restored from an old copy of its data. Only on nodes that prove themselves. Loop thread.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Ports ports;
    private final Cluster cluster;
    private final NodeAccess nodes;
    private final LongSupplier nextIndex;
    private boolean stopped;

    /** Sweeps volumes of indexes whose number is below {@code nextIndex}: others are not ours. */
    public Sweeper(Ports ports, Cluster cluster, NodeAccess nodes, LongSupplier nextIndex) {
        this.ports = ports;
        this.cluster = cluster;
        this.nodes = nodes;
        this.nextIndex = nextIndex;
    }

    /** Looks for work from now on. */
    public void start() {
        ports.loop().after(EVERY, this::round);
    }

    /** Stops looking. */
    public void stop() {
        ports.loop().execute(() -> stopped = true);
    }

    private void round() {
        if (stopped) {
            return;
        }
        for (Node node : cluster.latest().topology().nodes()) {
            boolean well = cluster.current().node(node.id()).observed() == Health.UP;
            if (well && node.wanted() != Lifecycle.REMOVED) {
                Unattended.run(
                        sweep(node.id()).exceptionally(failure -> {
                            LOG.debug("sweeping {}: {}", node.id(), failure.getMessage());
                            return null;
                        }),
                        "sweeping a node");
            }
        }
        ports.loop().after(EVERY, this::round);
    }

    private CompletableFuture<Void> sweep(NodeId node) {
        return nodes.api()
                .indexes(node)
                .thenApply(answer -> NodeTrouble.unless(node, answer))
                .thenCompose(list -> nodes.watch()
                        .proves(node)
                        .thenComposeAsync(
                                proven -> {
                                    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                                    Set<String> there =
                                            list.stream().map(NodeIndex::uid).collect(Collectors.toSet());
                                    for (String name : proven ? there : Set.<String>of()) {
                                        all = all.thenComposeAsync(x -> sweep(node, name, there), ports.loop());
                                    }
                                    return all;
                                },
                                ports.loop()));
    }

    /** A name that is not given any more is never given again: its deletion may come late. */
    private CompletableFuture<Void> sweep(NodeId node, String name, Set<String> there) {
        if (stopped || !isOurs(name) || isWanted(node, name) || mayBeMissed(node, name, there) || mayBeLast(name)) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("volume {} on {} belongs to nothing and is deleted", name, node);
        return nodes.api().drop(node, name).thenAccept(answer -> {});
    }

    private boolean isOurs(String name) {
        return VolumeName.parse(name)
                .filter(parts -> parts.isOf(cluster.latest().clusterId()))
                .filter(parts -> parts.index().value() < nextIndex.getAsLong())
                .filter(parts -> parts.number() < nodes.naming().nextNumber())
                .isPresent();
    }

    /** Whether shards of its index have no copy in sync: what a node brought back may be all that is left of them. */
    private boolean mayBeLast(String name) {
        IndexId index = VolumeName.parse(name).orElseThrow().index();
        return cluster.latest().indexes().values().stream()
                .filter(entry -> entry.stored().id().equals(index))
                .anyMatch(entry -> !LostShards.of(entry).shards().isEmpty());
    }

    /** Whether the volume that is wanted instead is not there: this may be all that is left of it. */
    private boolean mayBeMissed(NodeId node, String name, Set<String> there) {
        VolumeName parts = VolumeName.parse(name).orElseThrow();
        return cluster.latest().indexes().values().stream()
                .filter(entry -> entry.stored().id().equals(parts.index()))
                .flatMap(entry -> entry.volumes().find(node, parts.rank()).stream())
                .anyMatch(wanted ->
                        !there.contains(wanted.name()) && (wanted.next() == null || !there.contains(wanted.next())));
    }

    private boolean isWanted(NodeId node, String name) {
        return cluster.latest().indexes().values().stream()
                .flatMap(entry -> entry.volumes().known().values().stream())
                .anyMatch(volume ->
                        volume.node().equals(node) && (volume.name().equals(name) || name.equals(volume.next())));
    }
}
