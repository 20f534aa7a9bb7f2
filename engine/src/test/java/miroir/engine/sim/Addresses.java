package miroir.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import org.jspecify.annotations.Nullable;

/** Where nodes are and what key they want: a request goes to the address that Miroir has for its node. */
final class Addresses {
    private static final byte[] WRONG_KEY =
            "{\"message\":\"The provided API key is invalid.\",\"code\":\"invalid_api_key\",\"type\":\"auth\",\"link\":\"\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final Map<String, NodeId> hosts = new HashMap<>();
    private final Set<String> left = new HashSet<>();
    private final Map<NodeId, String> keys = new HashMap<>();

    /** From now on the node is there, and nobody where it was. */
    void move(NodeId node, String host) {
        left.add(node.value());
        hosts.put(host, node);
    }

    /** From now on the node wants that key. */
    void lock(NodeId node, String key) {
        keys.put(node, key);
    }

    NodeClient to(NodeDirectory directory, NodeClient nodes) {
        return request -> {
            NodeDirectory.Endpoint endpoint = directory.find(request.node());
            String host = endpoint == null ? "" : endpoint.address().getHost();
            if (left.contains(host)) {
                return done(new NodeReply.NotSent("nobody is there"));
            }
            NodeId there = hosts.getOrDefault(
                    host, new NodeId(host.isEmpty() ? request.node().value() : host));
            String wanted = keys.get(there);
            if (wanted != null && !request.path().equals("/health") && !Objects.equals(wanted, key(endpoint))) {
                return done(new NodeReply.Answered(403, WRONG_KEY));
            }
            return nodes.send(there.equals(request.node()) ? request : to(there, request));
        };
    }

    private static @Nullable String key(NodeDirectory.@Nullable Endpoint endpoint) {
        return endpoint == null ? null : endpoint.key();
    }

    private static NodeRequest to(NodeId node, NodeRequest request) {
        return new NodeRequest(
                node,
                request.method(),
                request.path(),
                request.contentType(),
                request.body(),
                request.timeout(),
                request.patience(),
                request.purpose(),
                request.sortTuples(),
                request.vigil());
    }

    private static CompletableFuture<NodeReply> done(NodeReply reply) {
        return CompletableFuture.completedFuture(reply);
    }
}
