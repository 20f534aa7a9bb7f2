package miroir.core.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** What the nodes hold before and after. */
final class Loads {
    private static final Load NONE = new Load(0, 0, 0);

    private final Draft draft;
    private final Map<NodeId, Load> before = new HashMap<>();
    private final Map<NodeId, Load> after = new HashMap<>();

    /** An amount of copies. */
    private record Load(int copies, long documents, long bytes) {
        static Load of(Present.Index index, int shard) {
            return new Load(1, index.documents()[shard], index.bytes()[shard]);
        }

        Load plus(Load other) {
            return new Load(copies + other.copies, documents + other.documents, bytes + other.bytes);
        }
    }

    private Loads(Draft draft) {
        this.draft = draft;
        for (Laid laid : draft.parts()) {
            Present.Index index = laid.part().index();
            for (List<Copy> copies : laid.part().copies()) {
                copies.forEach(copy -> before.merge(copy.node(), Load.of(index, copy.shard()), Load::plus));
            }
            laid.seats().forEach(seat -> after.merge(laid.node(seat), Load.of(index, seat.shard()), Load::plus));
        }
    }

    /** How evenly copies lie on the nodes before and after. */
    static Plan.Balance balance(Draft draft) {
        Loads loads = new Loads(draft);
        Topology present = draft.present().topology();
        return new Plan.Balance(
                spread(takers(present, Set.of()), loads.before),
                spread(takers(draft.target().topology(), draft.target().lost()), loads.after),
                loads.nodes());
    }

    private static List<NodeId> takers(Topology topology, Set<NodeId> lost) {
        return topology.nodes().stream()
                .filter(node -> node.wanted() == Lifecycle.ACTIVE && !lost.contains(node.id()))
                .map(Node::id)
                .toList();
    }

    private static Plan.Spread spread(List<NodeId> nodes, Map<NodeId, Load> loads) {
        List<Integer> copies = nodes.stream()
                .map(id -> loads.getOrDefault(id, NONE).copies)
                .sorted()
                .toList();
        int sum = copies.stream().mapToInt(Integer::intValue).sum();
        if (sum == 0) {
            return new Plan.Spread(0, 0, 0, 1);
        }
        int most = copies.get(copies.size() - 1);
        double mean = (double) sum / copies.size();
        return new Plan.Spread(copies.get(0), most, mean, most / mean);
    }

    private List<Plan.NodeLoad> nodes() {
        Map<NodeId, Node> nodes = Stream.concat(
                        draft.present().topology().nodes().stream(), draft.target().topology().nodes().stream())
                .filter(node -> node.wanted() != Lifecycle.REMOVED || before.containsKey(node.id()))
                .collect(Collectors.toMap(Node::id, node -> node, (old, last) -> last, TreeMap::new));
        return nodes.values().stream()
                .sorted((a, b) -> a.group().compareTo(b.group()))
                .map(this::load)
                .toList();
    }

    private Plan.NodeLoad load(Node node) {
        Load old = before.getOrDefault(node.id(), NONE);
        Load next = after.getOrDefault(node.id(), NONE);
        return new Plan.NodeLoad(
                node.id(), node.group(), old.copies, next.copies, old.documents, next.documents, old.bytes, next.bytes);
    }

    /** By node that takes copies, the bytes it takes: what it gives is only freed after that. */
    static SortedMap<NodeId, Long> peaks(List<Moves.Ordered> moves) {
        SortedMap<NodeId, Long> peaks = new TreeMap<>();
        moves.forEach(ordered -> peaks.merge(ordered.move().to(), ordered.move().bytes(), Long::sum));
        return peaks;
    }
}
