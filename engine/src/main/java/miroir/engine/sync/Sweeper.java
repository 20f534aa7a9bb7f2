package miroir.engine.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import miroir.core.placement.Volume;
import miroir.core.placement.VolumeName;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.copy.NodeCalls;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Cluster;
import miroir.engine.state.CopyChanges;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.task.NodeWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes volumes that nothing refers to any more: what a node kept of an index that was deleted while it was away, or
 * has again because it was restored from an old copy of its data. Only on nodes that prove themselves. Loop thread.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Ports ports;
    private final Cluster cluster;
    private final SyncPool pool;
    private final NodeWatch nodes;
    private final LongSupplier nextIndex;
    private final NodeCalls calls;
    private boolean stopped;

    /** Sweeps volumes of indexes whose number is below {@code nextIndex}: others are not ours. */
    public Sweeper(Ports ports, Cluster cluster, SyncPool pool, NodeWatch nodes, LongSupplier nextIndex) {
        this.ports = ports;
        this.cluster = cluster;
        this.pool = pool;
        this.nodes = nodes;
        this.nextIndex = nextIndex;
        this.calls = new NodeCalls(ports, nodes);
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
        return calls.askJson(NodeRequest.get(node, "/indexes?limit=1000000", TIMEOUT))
                .thenCompose(list -> nodes.proves(node).thenCompose(proven -> {
                    CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
                    for (String name : proven ? names(list) : List.<String>of()) {
                        all = all.thenCompose(x -> sweep(node, name));
                    }
                    return all;
                }));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("results").forEach(index -> names.add(index.path("uid").asText()));
        return names;
    }

    private CompletableFuture<Void> sweep(NodeId node, String name) {
        Optional<Volume> volume = volume(node, name).filter(v -> !isWanted(v));
        if (volume.isEmpty() || stopped || !pool.close(volume.get())) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.info("volume {} on {} belongs to nothing and is deleted", name, node);
        return calls.perform(new NodeCalls.Write(node, "DELETE", "/indexes/" + name, null, null), "index_not_found")
                .whenComplete(
                        (done, failure) -> ports.loop().after(SyncContext.ZOMBIE_BOUND, () -> pool.open(volume.get())));
    }

    private Optional<Volume> volume(NodeId node, String name) {
        return VolumeName.parse(name)
                .filter(parsed -> parsed.index().value() < nextIndex.getAsLong())
                .map(parsed -> new Volume(node, parsed.index(), parsed.rank()));
    }

    private boolean isWanted(Volume volume) {
        return new CopyChanges(cluster)
                .entry(volume.index())
                .filter(entry -> entry.routes().copies().stream()
                        .anyMatch(copy -> copy.node().equals(volume.node()) && copy.rank() == volume.rank()))
                .isPresent();
    }
}
