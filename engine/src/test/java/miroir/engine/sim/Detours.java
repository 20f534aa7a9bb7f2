package miroir.engine.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import org.jspecify.annotations.Nullable;

/** What stands between Miroir and its nodes: addresses that lead to another node, and caches that answer for one. */
final class Detours {
    private final Map<NodeId, NodeId> swapped = new TreeMap<>();
    private final Map<NodeId, Map<String, NodeReply.Answered>> caches = new TreeMap<>();

    /** The addresses of two nodes lead to each other from now on, all others where they should. */
    void swap(NodeId one, NodeId other) {
        swapped.clear();
        swapped.put(one, other);
        swapped.put(other, one);
    }

    /** Whether another node's address leads to this one. */
    boolean isMisled(NodeId node) {
        return swapped.containsKey(node);
    }

    /** All addresses lead where they should. */
    void straight() {
        swapped.clear();
    }

    /** The node to which a node's address leads. */
    NodeId behind(NodeId address) {
        return swapped.getOrDefault(address, address);
    }

    /** What a node's address answers to a GET is answered again from now on. */
    void cache(NodeId address) {
        caches.put(address, new HashMap<>());
    }

    /** A node's address is answered for no more. */
    void direct(NodeId address) {
        caches.remove(address);
    }

    /** What was answered before; null when the request goes on. */
    NodeReply.@Nullable Answered cached(NodeRequest request) {
        Map<String, NodeReply.Answered> cache = caches.get(request.node());
        return cache == null || !request.method().equals("GET") ? null : cache.get(request.path());
    }

    /** Keeps an answer where answers are kept. */
    void keep(NodeRequest request, NodeReply reply) {
        Map<String, NodeReply.Answered> cache = caches.get(request.node());
        if (cache != null
                && request.method().equals("GET")
                && reply instanceof NodeReply.Answered answered
                && answered.ok()) {
            cache.put(request.path(), answered);
        }
    }

    /** Everything is as it should be. */
    void calm() {
        swapped.clear();
        caches.clear();
    }
}
