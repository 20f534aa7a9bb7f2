package miroir.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.node.NodeReply;
import miroir.engine.operation.Candidates;
import miroir.engine.state.Cluster;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where nodes are and which keys they want: those of the cluster, and those that are looked at for a plan. Any thread. */
final class Addresses implements NodeDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private final Cluster cluster;
    private final @Nullable String nodeKey;
    private final Map<NodeId, Endpoint> candidates = Candidates.directory();

    private final BinaryOperator<String> opening;
    /** Keys that could be opened only later, by what they were sealed as. */
    private final Map<String, String> opened = new ConcurrentHashMap<>();

    /**
     * @param opening opens the key of a node, if the file that it was sealed with is back
     */
    Addresses(Cluster cluster, @Nullable String nodeKey, BinaryOperator<String> opening) {
        this.cluster = cluster;
        this.nodeKey = nodeKey;
        this.opening = opening;
    }

    /** Those that are looked at; they come first. */
    Map<NodeId, Endpoint> candidates() {
        return candidates;
    }

    @Override
    public @Nullable Endpoint find(NodeId id) {
        Endpoint candidate = candidates.get(id);
        if (candidate != null) {
            return candidate;
        }
        StoredNode stored = stored(id);
        if (stored == null) {
            return null;
        }
        String key = stored.key();
        return new Endpoint(stored.node().address(), key == null ? nodeKey : opened.getOrDefault(key, key));
    }

    /** Whether its key cannot be read; the file may have been put back since. */
    private boolean isLost(StoredNode stored) {
        String sealed = stored.key();
        if (sealed == null || !stored.keyIsLost() || opened.containsKey(sealed)) {
            return false;
        }
        String key = opening.apply(stored.node().id().value(), sealed);
        if (key.equals(sealed)) {
            return true;
        }
        LOG.info(
                "node {}: its key is known again, miroir.key is back",
                stored.node().id());
        opened.put(sealed, key);
        return false;
    }

    private @Nullable StoredNode stored(NodeId id) {
        return cluster.current().cluster().nodes().get(id);
    }

    /** The client for this directory; a node whose own key cannot be read is not asked, for what it would say to another. */
    NodeClient client(Function<NodeDirectory, NodeClient> connect) {
        cluster.current().cluster().nodes().values().stream()
                .filter(StoredNode::keyIsLost)
                .forEach(lost -> LOG.warn(
                        "node {}: {}", lost.node().id(), lost(lost.node().id())));
        NodeClient client = connect.apply(this);
        return request -> {
            StoredNode stored = candidates.containsKey(request.node()) ? null : stored(request.node());
            return stored != null && isLost(stored)
                    ? CompletableFuture.completedFuture(new NodeReply.NotSent(lost(request.node())))
                    : client.send(request);
        };
    }

    private static String lost(NodeId id) {
        return "its key is unknown, because miroir.key is not the file that it was sealed with; put that back, or give the"
                + " key again: node key " + id;
    }
}
