package miroir.core.plan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;

/** The nodes of one group that take copies, by ordinals in the order of their ids, with what they hold of all indexes. */
final class Room {
    /** When all nodes are evened out, one is filled up that holds less than this part of the mean. */
    private static final double POOR = 0.75;

    private final List<NodeId> nodes;
    private final Map<NodeId, Integer> ordinals = new HashMap<>();
    private final boolean[] receives;
    private final boolean[] poor;
    private final long[] total;

    /** @param held copies present, by node; those of other groups do not matter */
    Room(GroupId group, Target target, Present present, Map<NodeId, Integer> held) {
        nodes = target.takers(group);
        receives = new boolean[nodes.size()];
        poor = new boolean[nodes.size()];
        total = new long[nodes.size()];
        int sum = nodes.stream().mapToInt(id -> held.getOrDefault(id, 0)).sum();
        Set<NodeId> old = present.topology().nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.ACTIVE)
                .map(Node::id)
                .collect(Collectors.toSet());
        boolean unchanged = target.unchanged(present);
        for (int node = 0; node < receives.length; node++) {
            NodeId id = nodes.get(node);
            ordinals.put(id, node);
            receives[node] = Sight.receives(present, id);
            poor[node] = unchanged
                    ? held.getOrDefault(id, 0) < POOR * sum / receives.length
                    : !old.contains(id) && !target.takeovers().containsValue(id);
        }
    }

    int size() {
        return receives.length;
    }

    List<NodeId> nodes() {
        return nodes;
    }

    NodeId id(int node) {
        return nodes.get(node);
    }

    /** The ordinal of a node; VACANT: it takes no copies. */
    int ordinal(NodeId id) {
        return ordinals.getOrDefault(id, Seat.VACANT);
    }

    /** Whether copies can be built there now. */
    boolean receives(int node) {
        return receives[node];
    }

    /** Whether it is to be filled up: it joins, or nothing else is wished for and it holds little of all indexes. */
    boolean poor(int node) {
        return poor[node];
    }

    /** The copies on a node, of the indexes laid out so far. */
    long total(int node) {
        return total[node];
    }

    /** Counts an index in that has been laid out. */
    void add(Layout layout) {
        for (int node = 0; node < total.length; node++) {
            total[node] += layout.load(node);
        }
    }

    /**
     * How many copies of the next index a poor node should hold at least: the mean, rounded so that the sums over all
     * indexes come out even too.
     */
    int share(int node, int next) {
        long open = (Arrays.stream(total).sum() + next) / size() - total[node];
        return (int) Math.max(next / size(), Math.min(open, (next + size() - 1) / size()));
    }
}
