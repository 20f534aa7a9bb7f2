package miroir.engine.health;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.NodeObservation;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.state.Withheld;
import miroir.engine.store.StoredNode;
import miroir.engine.volume.VolumeNaming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the nodes of a state that may not be the one to go on with, before anything is done on it or told of it. A restored one
 * may be older than what any of its nodes has seen, so each of them has to answer. A new and empty one may stand where
 * another was lost, so each of them is asked once before the first one is taken into it. Nothing is written on nodes. Loop
 * thread.
 */
public final class Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TOLD_AFTER = Duration.ofSeconds(3);

    private final Ports ports;
    private final Cluster cluster;
    private final NodeProbe probe;
    private final Withheld.Kind kind;
    private final Set<NodeId> asking = new HashSet<>();
    /** Those that are still to be asked. */
    private final Set<NodeId> open = new TreeSet<>();
    /** What is known of those that have not answered. */
    private final Map<NodeId, String> trouble = new TreeMap<>();

    private Runnable end = () -> {};
    private boolean ended;

    /**
     * Asks nobody yet.
     *
     * @param beginning what nodes must not have seen more than
     * @param restored whether the state was put back from a backup
     */
    public Inquiry(
            Ports ports, Cluster cluster, NodeApi api, VolumeNaming naming, Beginning beginning, boolean restored) {
        this.ports = ports;
        this.cluster = cluster;
        this.kind = restored ? Withheld.Kind.RESTORED : Withheld.Kind.UNHEARD;
        // what the lists show is judged when the state is taken up: then they are read again
        NodeTasks tasks = new NodeTasks(ports, api);
        Seniority seniority = new Seniority(ports, cluster, api, naming, beginning);
        if (restored) {
            seniority.knowsAllIdentities();
        }
        tasks.heardBy(seniority::heard);
        MarkerIndex markers = new MarkerIndex(api, cluster.current().cluster().clusterId());
        this.probe = new NodeProbe(ports, cluster, api, markers, tasks, seniority);
    }

    /** Whether a state has nodes, and nothing else yet: none of them was ever taken into it. */
    public static boolean isUnheard(ClusterState state) {
        return !members(state).isEmpty()
                && state.indexes().isEmpty()
                && state.nodes().values().stream().allMatch(node -> node.marker() == null);
    }

    /** Nothing is served until the first node has proven itself, and has seen nothing newer. */
    public static void await(Ports ports, Cluster cluster) {
        List<NodeId> members = members(cluster.current().cluster());
        if (!members.isEmpty()) {
            String names = members.stream().map(NodeId::value).collect(Collectors.joining(", "));
            cluster.withhold(Withheld.Kind.UNCONFIRMED, "no answer yet from " + names);
            ports.loop().after(TOLD_AFTER, () -> tell(cluster));
        }
    }

    /** Nodes are mostly there at once. */
    private static void tell(Cluster cluster) {
        Withheld withheld = cluster.withheld();
        if (withheld != null && withheld.kind() == Withheld.Kind.UNCONFIRMED) {
            LOG.warn("{}", withheld.sentence());
        }
    }

    /** A node of another cluster answers: a state that has nothing else is the wrong one. */
    static void foreign(Cluster cluster, NodeId node) {
        if (isUnheard(cluster.latest())) {
            cluster.outdate(Withheld.Kind.ELSEWHERE, node + " " + NodeObservation.foreign());
        }
    }

    /**
     * From now on nothing is served.
     *
     * @param whenOver what to do on the loop once the nodes were asked and the state may be taken up; serving is not part of it
     */
    public void start(Runnable whenOver) {
        end = whenOver;
        for (NodeId node : members(cluster.current().cluster())) {
            open.add(node);
            trouble.put(node, "it has not answered yet");
        }
        withhold();
        ports.loop().execute(() -> {
            judge();
            round();
        });
    }

    /** Asks no further. */
    public void stop() {
        ports.loop().execute(() -> ended = true);
    }

    private static List<NodeId> members(ClusterState state) {
        return state.topology().nodes().stream()
                .filter(node -> node.wanted() != Lifecycle.REMOVED)
                .map(Node::id)
                .toList();
    }

    private void round() {
        if (ended) {
            return;
        }
        List.copyOf(open).forEach(this::ask);
        ports.loop().after(EVERY, this::round);
    }

    private void ask(NodeId node) {
        StoredNode stored = cluster.latest().nodes().get(node);
        if (stored == null || !asking.add(node)) {
            return;
        }
        Unattended.run(
                probe.look(stored)
                        .thenAcceptAsync(found -> hear(node, found), ports.loop())
                        .whenCompleteAsync((done, failure) -> asking.remove(node), ports.loop()),
                "asking " + node);
    }

    private void hear(NodeId node, Finding found) {
        if (ended || cluster.outdated() != null || found instanceof Finding.Unasked) {
            return;
        }
        boolean restored = kind == Withheld.Kind.RESTORED;
        String why = why(found);
        if (found instanceof Finding.Foreign && !restored) {
            foreign(cluster, node);
        }
        if (why.isEmpty()) {
            trouble.remove(node);
        } else if (!why.equals(trouble.put(node, why)) && restored) {
            LOG.warn("Nothing is served from the restored state: {} has not been asked yet ({})", node, why);
        }
        if (why.isEmpty() || !restored) {
            open.remove(node);
        }
        show(node, why.isEmpty() ? "waits until all nodes were asked" : why);
        judge();
    }

    /** Why that was not the node's own answer; empty: it was. */
    private static String why(Finding found) {
        if (found instanceof Finding.Silent silent) {
            return silent.reason();
        }
        if (found instanceof Finding.WrongNode wrong) {
            return "wrong node: " + wrong.other() + " answers under its address";
        }
        return found instanceof Finding.Foreign ? NodeObservation.foreign() : "";
    }

    private void show(NodeId node, String reason) {
        cluster.observe(
                node,
                seen -> seen.because(reason),
                NodeObservation.unknown(ports.clock().instant()));
    }

    private void judge() {
        if (ended || cluster.outdated() != null) {
            ended = true;
            return;
        }
        withhold();
        if (open.isEmpty()) {
            ended = true;
            end.run();
        }
    }

    private void withhold() {
        boolean restored = kind == Withheld.Kind.RESTORED;
        cluster.withhold(
                kind,
                trouble.entrySet().stream()
                        .map(one -> one.getKey() + (restored ? " has not been asked yet: " : ": ") + one.getValue())
                        .collect(Collectors.joining("; ")));
    }
}
