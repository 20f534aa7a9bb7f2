package miroir.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import miroir.core.placement.VolumeName;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Refusal;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.Cluster;
import org.jspecify.annotations.Nullable;

/** Nodes that are to be added are looked at first: they have to answer, take the key and hold no data. Any thread. */
public final class Candidates {
    private final Map<NodeId, NodeDirectory.Endpoint> endpoints;
    private final NodeApi api;
    private final Cluster cluster;
    private final @Nullable String nodeKey;

    Candidates(NodeApi api, Cluster cluster, Map<NodeId, NodeDirectory.Endpoint> endpoints, @Nullable String nodeKey) {
        this.api = api;
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.nodeKey = nodeKey;
    }

    /** A directory for them, to be asked after the cluster's own. */
    public static Map<NodeId, NodeDirectory.Endpoint> directory() {
        return new ConcurrentHashMap<>();
    }

    /** Why some of the wish's new nodes cannot be added; empty: all can. Never fails. */
    CompletableFuture<List<Refusal>> check(TopologyWish wish) {
        List<NewNode> added = new ArrayList<>(wish.addNodes());
        wish.replaceNodes().forEach(r -> added.add(r.to()));
        wish.addGroups().forEach(g -> added.addAll(g.nodes()));
        List<CompletableFuture<List<Refusal>>> checks = new ArrayList<>();
        for (NewNode node : added) {
            if (isNew(node.id())) {
                checks.add(check(node));
            }
        }
        return CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new))
                .thenApply(
                        done -> checks.stream().flatMap(c -> c.join().stream()).toList());
    }

    private boolean isNew(NodeId id) {
        return cluster.current()
                .cluster()
                .topology()
                .node(id)
                .filter(n -> n.wanted() != Lifecycle.REMOVED)
                .isEmpty();
    }

    private CompletableFuture<List<Refusal>> check(NewNode node) {
        String key = node.key() == null ? nodeKey : node.key();
        endpoints.put(node.id(), new NodeDirectory.Endpoint(node.address(), key));
        return api.indexes(node.id())
                .thenApply(answer -> refusals(node, answer))
                .whenComplete((done, failure) -> endpoints.remove(node.id()));
    }

    private static List<Refusal> refusals(NewNode node, Answer<List<NodeIndex>> answer) {
        String at = "Node " + node.id() + " at " + node.address();
        if (answer.said().isEmpty()) {
            return List.of(new Refusal(
                    "node_unreachable", node.id().value(), at + " cannot be used: " + answer.trouble() + "."));
        }
        boolean empty = answer.said().orElseThrow().stream()
                .allMatch(index -> index.uid().equals(VolumeName.IDENTITY));
        return empty
                ? List.of()
                : List.of(new Refusal(
                        "node_not_empty",
                        node.id().value(),
                        at + " holds indexes already; only an empty node can be added."));
    }

    /** The same plan, refused for these reasons too. */
    static Plan with(Plan plan, List<Refusal> more) {
        if (more.isEmpty()) {
            return plan;
        }
        List<Refusal> all = new ArrayList<>(plan.refusals());
        all.addAll(more);
        return new Plan(
                plan.topologyVersion(),
                plan.wish(),
                List.copyOf(all),
                plan.moves(),
                plan.drops(),
                plan.totals(),
                plan.eta(),
                plan.balance(),
                plan.survivors(),
                plan.breaches(),
                plan.peakExtraBytes(),
                plan.target());
    }
}
