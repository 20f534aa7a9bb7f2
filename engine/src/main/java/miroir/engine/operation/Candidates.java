package miroir.engine.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.placement.VolumeName;
import miroir.core.plan.Plan.Refusal;
import miroir.core.plan.TopologyWish;
import miroir.core.plan.TopologyWish.NewNode;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.health.Belonging;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that are to be added are looked at first. Whoever may make a plan may name any address, so for a plan the node key of
 * the cluster is sent nowhere: a node without a key of its own is only asked whether it is well, which needs none. When the
 * plan is applied it has to take the key, to be of a version that serves, to belong to nobody and to hold no data. Any thread.
 */
public final class Candidates {
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})\\..*");
    /** An index can be renamed from here on. */
    private static final int LEAST_MINOR = 18;

    private static final CompletableFuture<Optional<Refusal>> FINE =
            CompletableFuture.completedFuture(Optional.empty());

    private final Map<NodeId, NodeDirectory.Endpoint> endpoints;
    private final Map<NodeId, CompletableFuture<?>> turns = new ConcurrentHashMap<>();
    private final NodeApi api;
    private final Cluster cluster;
    private final Belonging belonging;
    private final @Nullable String nodeKey;

    Candidates(
            Ports ports,
            NodeApi api,
            Cluster cluster,
            Map<NodeId, NodeDirectory.Endpoint> endpoints,
            @Nullable String nodeKey) {
        this.api = api;
        this.cluster = cluster;
        this.endpoints = endpoints;
        this.belonging = new Belonging(ports, cluster, api);
        this.nodeKey = nodeKey;
    }

    /** A directory for them, to be asked before the cluster's own. */
    public static Map<NodeId, NodeDirectory.Endpoint> directory() {
        return new ConcurrentHashMap<>();
    }

    /** Why some of the wish's new nodes cannot be added, as far as can be told for a plan. Never fails. */
    CompletableFuture<List<Refusal>> look(TopologyWish wish) {
        return each(wish, node -> node.key() == null ? reach(node) : examine(node, node.key()));
    }

    /** Why some of the wish's new nodes cannot be added now; empty: all can. Never fails. */
    CompletableFuture<List<Refusal>> check(TopologyWish wish) {
        return each(wish, node -> {
            if (NewNode.NOT_KEPT.equals(node.key())) {
                String message = "The key of node " + node.id()
                        + " is not kept any more (a plan's keys are kept for a day at most, and not over a restart);"
                        + " make the plan again, with the key.";
                return refused("key_not_kept", node, message);
            }
            return examine(node, node.key() == null ? nodeKey : node.key());
        });
    }

    private CompletableFuture<List<Refusal>> each(
            TopologyWish wish, Function<NewNode, CompletableFuture<Optional<Refusal>>> look) {
        List<CompletableFuture<Optional<Refusal>>> looks = wish.newNodes().stream()
                .filter(node -> isNew(node.id()))
                .map(node -> inTurn(node.id(), () -> look.apply(node)))
                .toList();
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        looks.stream().flatMap(look1 -> look1.join().stream()).toList());
    }

    private boolean isNew(NodeId id) {
        return cluster.current()
                .cluster()
                .topology()
                .node(id)
                .filter(n -> n.wanted() != Lifecycle.REMOVED)
                .isEmpty();
    }

    private interface Look {
        CompletableFuture<Optional<Refusal>> begin();
    }

    /** Two plans may have one id for two addresses: no answer of the one is taken for one of the other. */
    private CompletableFuture<Optional<Refusal>> inTurn(NodeId id, Look look) {
        CompletableFuture<Optional<Refusal>> mine = new CompletableFuture<>();
        CompletableFuture<?> before = turns.put(id, mine);
        CompletableFuture<?> free = before == null ? FINE : before.exceptionally(failed -> null);
        return free.thenCompose(x -> look.begin()).whenComplete((refusal, failure) -> {
            endpoints.remove(id);
            turns.remove(id, mine);
            mine.complete(Optional.empty());
        });
    }

    private CompletableFuture<Optional<Refusal>> reach(NewNode node) {
        endpoints.put(node.id(), new NodeDirectory.Endpoint(node.address(), null));
        return api.health(node.id()).thenCompose(answer -> answer.said().isPresent() ? FINE : unusable(node, answer));
    }

    private CompletableFuture<Optional<Refusal>> examine(NewNode node, @Nullable String key) {
        endpoints.put(node.id(), new NodeDirectory.Endpoint(node.address(), key));
        return ask(
                node,
                api.version(node.id()),
                version -> serves(version)
                        ? ask(
                                node,
                                belonging.owner(node.id()),
                                owner -> owner.isEmpty()
                                        ? ask(
                                                node,
                                                api.indexes(node.id()),
                                                indexes -> isEmpty(indexes)
                                                        ? FINE
                                                        : refused(
                                                                "node_not_empty",
                                                                node,
                                                                at(node)
                                                                        + " holds indexes already; only an empty node can be added."))
                                        : refused("node_taken", node, at(node) + " " + owner.get() + "."))
                        : refused(
                                "node_too_old",
                                node,
                                at(node) + " is Meilisearch " + version + "; v1." + LEAST_MINOR
                                        + " or newer is needed."));
    }

    private static <T> CompletableFuture<Optional<Refusal>> ask(
            NewNode node,
            CompletableFuture<Answer<T>> question,
            Function<T, CompletableFuture<Optional<Refusal>>> then) {
        return question.thenCompose(answer -> answer.said().map(then).orElseGet(() -> unusable(node, answer)));
    }

    private static boolean serves(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                && (Integer.parseInt(matcher.group(1)) > 1
                        || (Integer.parseInt(matcher.group(1)) == 1
                                && Integer.parseInt(matcher.group(2)) >= LEAST_MINOR));
    }

    private static boolean isEmpty(List<NodeIndex> indexes) {
        return indexes.stream().allMatch(index -> VolumeName.isMiroirs(index.uid()));
    }

    private static CompletableFuture<Optional<Refusal>> unusable(NewNode node, Answer<?> answer) {
        boolean key =
                answer instanceof Answer.Refused<?> refused && refused.error().refusesTheKey();
        String trouble = key
                ? "it refuses the " + (node.key() == null ? "cluster's node key" : "key given for it")
                : answer.trouble();
        return refused("node_unreachable", node, at(node) + " cannot be used: " + trouble + ".");
    }

    private static String at(NewNode node) {
        return "Node " + node.id() + " at " + node.address();
    }

    private static CompletableFuture<Optional<Refusal>> refused(String name, NewNode node, String message) {
        return CompletableFuture.completedFuture(
                Optional.of(new Refusal(name, node.id().value(), message)));
    }
}
