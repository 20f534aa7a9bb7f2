package miroir.engine.health;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;

/** Tells whom a node belongs to that is not part of the cluster yet. Any thread. */
public final class Belonging {
    private final Ports ports;
    private final Cluster cluster;
    private final NodeApi api;

    public Belonging(Ports ports, Cluster cluster, NodeApi api) {
        this.ports = ports;
        this.cluster = cluster;
        this.api = api;
    }

    /** Whose it is, for people; empty: nobody's, or it was this cluster's once. Never fails; completes on the loop. */
    public CompletableFuture<Answer<Optional<String>>> owner(NodeId node) {
        String clusterId = cluster.current().cluster().clusterId();
        return new MarkerIndex(api, clusterId)
                .read(node)
                .thenApplyAsync(answer -> answer.map(found -> owner(node, clusterId, found)), ports.loop());
    }

    private Optional<String> owner(NodeId node, String clusterId, List<Marker> found) {
        if (found.stream().anyMatch(m -> !m.marker().isEmpty() && !m.cluster().equals(clusterId))) {
            return Optional.of("belongs to another Miroir");
        }
        return new Identities(cluster).other(node, found).map(other -> "is node " + other);
    }
}
