package miroir.engine.adopt;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import miroir.core.topology.AccessKey;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTrouble;
import miroir.engine.state.Scheduler;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;

/** Asks nodes for all they have, and changes nothing there. Futures complete on the loop. */
public final class Survey {
    /** How long a node may take for one answer. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String LEFT_OUT = "it is left out";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int MOST_LOOKS = 600;

    private final NodeApi api;
    private final Scheduler loop;

    public Survey(NodeApi api, Scheduler loop) {
        this.api = api;
        this.loop = loop;
    }

    /**
     * Where a node may be.
     *
     * @param key its own; null: the cluster's
     */
    public record Place(URI address, @Nullable String key) {}

    /** A node to be asked, at the first of these places where it is found. */
    public record Asked(Node node, List<Place> places) {
        public Asked {
            places = List.copyOf(places);
        }

        /** One that can be in one place only. */
        public Asked(Node node, @Nullable String key) {
            this(node, List.of(new Place(node.address(), key)));
        }
    }

    /**
     * What is to be found out.
     *
     * @param without nodes that are not asked
     * @param old what is left of Miroir's own state; null: nothing
     * @param left the tasks of it that had not ended
     */
    public record Question(
            List<Asked> nodes,
            Set<NodeId> without,
            @Nullable StoredState old,
            List<LeftTask> left,
            Findings.Defaults defaults,
            Instant now) {}

    /**
     * Asks the nodes that are configured, and then those that are only remembered.
     *
     * @param reach hears of each place before a node is asked there
     */
    public CompletableFuture<Findings> of(Question question, BiConsumer<NodeId, Place> reach) {
        long floor = question.left.stream().mapToLong(LeftTask::uid).min().orElse(Long.MAX_VALUE);
        Findings none = new Findings(List.of(), question.old, question.left, question.defaults, question.now);
        Round round = new Round(question.without, floor, reach);
        return round.each(question.nodes)
                .thenComposeAsync(
                        found -> {
                            Findings first = none.of(found);
                            List<Asked> more = new ArrayList<>(moved(question.nodes, first));
                            Set<NodeId> again = new HashSet<>();
                            more.forEach(one -> again.add(one.node.id()));
                            Roster.alsoNamed(first)
                                    .forEach(node -> more.add(new Asked(node, key(question.old, node.id()))));
                            return round.each(more).thenApplyAsync(others -> together(first, others, again), loop);
                        },
                        loop);
    }

    private static @Nullable String key(@Nullable StoredState old, NodeId id) {
        return old == null
                ? null
                : old.nodes().stream()
                        .filter(stored -> stored.node().id().equals(id))
                        .findFirst()
                        .map(StoredNode::key)
                        .filter(key -> !key.startsWith(AccessKey.SEALED))
                        .orElse(null);
    }

    private static Findings together(Findings first, List<NodeFindings> others, Set<NodeId> again) {
        List<NodeFindings> all = new ArrayList<>();
        Map<NodeId, NodeFindings> elsewhere = new HashMap<>();
        for (NodeFindings one : others) {
            if (again.contains(one.node().id())) {
                elsewhere.put(one.node().id(), one);
            } else {
                all.add(one);
            }
        }
        first.nodes().stream()
                .map(one -> elsewhere.getOrDefault(one.node().id(), one).found()
                        ? elsewhere.getOrDefault(one.node().id(), one)
                        : one)
                .map(one -> one.with(Roster.remembered(first, one.node())))
                .filter(one -> one.node().wanted() != Lifecycle.REMOVED)
                .forEach(all::add);
        return first.of(all);
    }

    /** Those that were not found, and of which other nodes remember another address. */
    private static List<Asked> moved(List<Asked> asked, Findings first) {
        List<Asked> moved = new ArrayList<>();
        for (Asked one : asked) {
            boolean missing =
                    first.nodes().stream().anyMatch(node -> node.node().id().equals(one.node.id()) && !node.found());
            Roster.address(first, one.node.id())
                    .filter(address -> missing
                            && one.places.stream()
                                    .noneMatch(place -> place.address().equals(address)))
                    .ifPresent(address -> moved.add(new Asked(
                            one.node,
                            one.places.stream()
                                    .map(place -> new Place(address, place.key()))
                                    .distinct()
                                    .toList())));
        }
        return moved;
    }

    /** Asks several nodes at once. */
    private final class Round {
        private final Set<NodeId> without;
        private final long floor;
        private final BiConsumer<NodeId, Place> reach;

        Round(Set<NodeId> without, long floor, BiConsumer<NodeId, Place> reach) {
            this.without = without;
            this.floor = floor;
            this.reach = reach;
        }

        CompletableFuture<List<NodeFindings>> each(List<Asked> nodes) {
            List<CompletableFuture<NodeFindings>> asked =
                    nodes.stream().map(one -> of(one, 0)).toList();
            return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .thenApplyAsync(
                            done -> asked.stream().map(CompletableFuture::join).toList(), loop);
        }

        /** The node at that place or, when it is not there, at one of the others. */
        private CompletableFuture<NodeFindings> of(Asked asked, int number) {
            Place place = asked.places.get(number);
            Node node = new Node(asked.node.id(), asked.node.group(), place.address(), asked.node.wanted());
            if (without.contains(node.id())) {
                return CompletableFuture.completedFuture(NodeFindings.missing(node, place.key(), LEFT_OUT));
            }
            reach.accept(node.id(), place);
            return one(node, place.key(), 1)
                    .thenComposeAsync(
                            here -> (here.found() && here.other() == null) || number + 1 == asked.places.size()
                                    ? CompletableFuture.completedFuture(here)
                                    : of(asked, number + 1).thenApply(there -> better(here, there)),
                            loop);
        }

        /** What that node has; never fails. */
        private CompletableFuture<NodeFindings> one(Node node, @Nullable String key, int retries) {
            return quiet(node.id(), MOST_LOOKS)
                    .thenComposeAsync(quiet -> new Look(api, loop, node, key, floor).take(), loop)
                    .exceptionallyComposeAsync(
                            failure -> {
                                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                                boolean refused = cause instanceof NodeTrouble trouble
                                        && !trouble.code().isEmpty();
                                return refused || retries == 0
                                        ? CompletableFuture.completedFuture(
                                                NodeFindings.missing(node, key, reason(node, cause)))
                                        : later(LOOK_AGAIN).thenCompose(x -> one(node, key, retries - 1));
                            },
                            loop);
        }
    }

    /** The better of two places where a node was looked for. */
    private static NodeFindings better(NodeFindings one, NodeFindings other) {
        if (other.found() && other.other() == null) {
            return other;
        }
        return one.found() || !other.found() ? one : other;
    }

    private static String reason(Node node, Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        String named = "node " + node.id() + ": ";
        return reason.startsWith(named) ? reason.substring(named.length()) : reason;
    }

    private CompletableFuture<Void> later(Duration after) {
        CompletableFuture<Void> rest = new CompletableFuture<>();
        loop.after(after, () -> rest.complete(null));
        return rest;
    }

    /** What the node was given before has to be done, or it would change what is counted. */
    private CompletableFuture<Void> quiet(NodeId node, int left) {
        return api.oldestOpenTask(node)
                .thenComposeAsync(
                        answer -> {
                            if (NodeTrouble.unless(node, answer).tasks().isEmpty()) {
                                return CompletableFuture.completedFuture(null);
                            }
                            if (left == 0) {
                                throw new NodeTrouble(node, "is still busy with tasks it was given before", false);
                            }
                            return later(LOOK_AGAIN).thenCompose(x -> quiet(node, left - 1));
                        },
                        loop);
    }
}
