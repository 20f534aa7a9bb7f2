package miroir.engine.operation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.Operator.Actor;
import miroir.engine.api.Operator.Decision;
import miroir.engine.health.Introduction;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.Ports;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredNode;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that have moved, or want another key. What was sent to the former address and never answered stays doubtful, for that
 * belongs to volumes, whatever the way to them: they get another name before they are written to again. Orders are taken on
 * any thread.
 */
final class NodeEdits {
    private final Ports ports;
    private final Cluster cluster;
    private final Introduction introduction;
    private final @Nullable String nodeKey;

    NodeEdits(Ports ports, Cluster cluster, Introduction introduction, @Nullable String nodeKey) {
        this.ports = ports;
        this.cluster = cluster;
        this.introduction = introduction;
        this.nodeKey = nodeKey;
    }

    CompletableFuture<Decision> order(NodeEdit edit, Actor actor) {
        return CompletableFuture.completedFuture(edit)
                .thenComposeAsync(given -> change(given, actor), ports.loop())
                .thenCompose(decision -> cluster.shown().thenApply(shown -> decision));
    }

    private CompletableFuture<Decision> change(NodeEdit edit, Actor actor) {
        StoredNode stored = cluster.latest().nodes().get(new NodeId(edit.node()));
        if (stored == null || stored.node().wanted() == Lifecycle.REMOVED) {
            return decided(Decision.Kind.NOT_FOUND, "Node `" + edit.node() + "` not found.");
        }
        String taken = conflict(edit, stored);
        if (taken != null) {
            return decided(Decision.Kind.REFUSED, taken);
        }
        URI address = address(edit, stored);
        String own = edit.key() == null ? stored.key() : edit.key();
        return introduction
                .of(stored, new NodeDirectory.Endpoint(address, own == null ? nodeKey : own))
                .thenComposeAsync(found -> judged(edit, found, address, actor), ports.loop());
    }

    private static URI address(NodeEdit edit, StoredNode stored) {
        URI next = edit.address();
        return next == null ? stored.node().address() : next;
    }

    private @Nullable String conflict(NodeEdit edit, StoredNode stored) {
        try {
            cluster.latest().topology().withAddress(stored.node().id(), address(edit, stored));
            return null;
        } catch (IllegalArgumentException e) {
            return stored.node().id() + " cannot get that address: " + e.getMessage() + ".";
        }
    }

    private CompletableFuture<Decision> judged(NodeEdit edit, Introduction.Finding found, URI address, Actor actor) {
        String at = "What answers at " + address + " ";
        if (found instanceof Introduction.Finding.Other other) {
            return decided(Decision.Kind.REFUSED, at + "is not " + edit.node() + " but " + other.who() + ".");
        }
        if (found instanceof Introduction.Finding.Unproven unproven && !edit.force()) {
            return decided(
                    Decision.Kind.REFUSED,
                    at + "does not prove to be " + edit.node() + ": " + unproven.why() + ". Nothing was changed; "
                            + (edit.key() == null && edit.address() != null
                                    ? "when its key was changed, too, give address and key at once; "
                                    : "")
                            + "`force` changes it all the same.");
        }
        // much may have happened while it was asked
        StoredNode stored = cluster.latest().nodes().get(new NodeId(edit.node()));
        if (stored == null || stored.node().wanted() == Lifecycle.REMOVED) {
            return decided(Decision.Kind.NOT_FOUND, "Node `" + edit.node() + "` not found.");
        }
        String taken = conflict(edit, stored);
        return taken == null ? write(edit, stored, actor) : decided(Decision.Kind.REFUSED, taken);
    }

    private CompletableFuture<Decision> write(NodeEdit edit, StoredNode stored, Actor actor) {
        NodeId id = stored.node().id();
        List<Change> changes = new ArrayList<>();
        List<String> done = new ArrayList<>();
        Topology topology = cluster.latest().topology();
        URI address = address(edit, stored);
        if (!address.equals(stored.node().address())) {
            topology = topology.withAddress(id, address);
            changes.add(new Change.PutMeta(Meta.TOPOLOGY_VERSION, Long.toString(topology.version())));
            changes.add(audit(actor, "node address", id, stored.node().address().toString(), address.toString()));
            done.add("is at " + address);
        }
        String key = edit.key();
        if (key != null) {
            changes.add(audit(actor, "node key", id, null, edit.force() ? "changed by force" : "changed"));
            done.add("is asked with another key");
        }
        if (done.isEmpty()) {
            return decided(Decision.Kind.REFUSED, id + " has that address already.");
        }
        changes.add(new Change.PutNode(changed(stored, topology, key)));
        Topology next = topology;
        return cluster.change(state -> changed(state, id, next, key), changes)
                .thenApply(shown ->
                        new Decision(Decision.Kind.DONE, id.value(), id + " " + String.join(" and ", done) + " now."));
    }

    private static StoredNode changed(StoredNode stored, Topology topology, @Nullable String key) {
        Node node = topology.node(stored.node().id()).orElse(stored.node());
        StoredNode at = stored.with(node);
        return key == null ? at : at.keyed(key);
    }

    private static ClusterState changed(ClusterState state, NodeId id, Topology topology, @Nullable String key) {
        Map<NodeId, StoredNode> nodes = new TreeMap<>(state.nodes());
        nodes.computeIfPresent(id, (same, stored) -> changed(stored, topology, key));
        return state.withTopology(topology, nodes);
    }

    private Change.Audit audit(Actor actor, String what, NodeId node, @Nullable String before, String after) {
        return new Change.Audit(AuditRow.by(
                ports.clock().instant(), actor.who(), actor.requestId(), what, node.value(), before, after));
    }

    private static CompletableFuture<Decision> decided(Decision.Kind kind, String message) {
        return CompletableFuture.completedFuture(new Decision(kind, "", message));
    }
}
