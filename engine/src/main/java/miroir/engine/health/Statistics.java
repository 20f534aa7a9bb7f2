package miroir.engine.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.placement.ShardMarker;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the console shows of a node: version, database size, documents per shard. Pages read the last collection,
 * never the node. Loop thread.
 */
final class Statistics {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Counts a volume's documents by shard in one cheap request. */
    private static final byte[] BY_SHARD =
            ("{\"limit\":0,\"facets\":[\"" + ShardMarker.FIELD + "\"]}").getBytes(StandardCharsets.UTF_8);

    private final Ports ports;
    private final Cluster cluster;
    private final Duration every;
    private final Map<NodeId, Instant> collected = new HashMap<>();
    private final Set<NodeId> running = new HashSet<>();

    Statistics(Ports ports, Cluster cluster, Duration every) {
        this.ports = ports;
        this.cluster = cluster;
        this.every = every;
    }

    /** Collects when the last collection is old enough, or at once. */
    void refresh(NodeId node, boolean now) {
        Instant last = collected.get(node);
        boolean due =
                last == null || Duration.between(last, ports.clock().instant()).compareTo(every) >= 0;
        if ((!due && !now) || !running.add(node)) {
            return;
        }
        Unattended.run(
                collect(node)
                        .whenCompleteAsync(
                                (done, failure) -> {
                                    running.remove(node);
                                    collected.put(node, ports.clock().instant());
                                },
                                ports.loop()),
                "statistics of " + node);
    }

    private CompletableFuture<Void> collect(NodeId node) {
        CompletableFuture<@Nullable JsonNode> version = get(node, "/version");
        CompletableFuture<@Nullable JsonNode> stats = get(node, "/stats");
        Map<String, Map<Integer, Long>> counts = new TreeMap<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(version, stats);
        // one after the other: a node has more volumes than connections for this
        for (String volume : volumesOn(node)) {
            all = all.thenCompose(x -> byShard(node, volume).thenAccept(count -> counts.put(volume, count)));
        }
        return all.thenRunAsync(() -> publish(node, version.join(), stats.join(), counts), ports.loop());
    }

    private void publish(
            NodeId node, @Nullable JsonNode version, @Nullable JsonNode stats, Map<String, Map<Integer, Long>> counts) {
        String pkg = version == null ? null : version.path("pkgVersion").asText(null);
        long bytes = stats == null ? -1 : stats.path("databaseSize").asLong(-1);
        cluster.observe(
                node,
                seen -> seen.withStatistics(pkg, bytes, counts),
                NodeObservation.unknown(ports.clock().instant()));
    }

    private Set<String> volumesOn(NodeId node) {
        Set<String> names = new HashSet<>();
        for (IndexEntry entry : cluster.latest().indexes().values()) {
            if (entry.phase() == IndexEntry.Phase.READY) {
                entry.routes().copies().stream()
                        .filter(copy -> copy.node().equals(node))
                        .forEach(copy -> names.add(entry.volumeUid(copy.rank())));
            }
        }
        return names;
    }

    private CompletableFuture<Map<Integer, Long>> byShard(NodeId node, String volume) {
        NodeRequest request = NodeRequest.json(node, "POST", "/indexes/" + volume + "/search", BY_SHARD, TIMEOUT);
        return ports.nodes().send(request.as(Purpose.PROBE)).thenApply(reply -> {
            Map<Integer, Long> counts = new TreeMap<>();
            JsonNode body = json(reply);
            if (body != null) {
                body.path("facetDistribution")
                        .path(ShardMarker.FIELD)
                        .properties()
                        .forEach(e -> counts.put(
                                ShardMarker.shard(e.getKey()), e.getValue().asLong()));
            }
            return counts;
        });
    }

    private CompletableFuture<@Nullable JsonNode> get(NodeId node, String path) {
        return ports.nodes()
                .send(NodeRequest.get(node, path, TIMEOUT).as(Purpose.PROBE))
                .thenApply(Statistics::json);
    }

    private static @Nullable JsonNode json(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered && answered.ok()) {
            try {
                return JSON.readTree(answered.body());
            } catch (IOException e) {
                return null;
            }
        }
        return null;
    }
}
