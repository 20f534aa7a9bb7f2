package miroir.core.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import miroir.core.placement.Copy;
import miroir.core.plan.Plan.Move;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The moves of a draft in the order in which they are best made: those that add a live copy first, the shards with the
 * fewest live copies foremost; then in rounds, so that moves that follow each other have no node in common.
 */
final class Moves {
    private static final int RAISES_NOTHING = Integer.MAX_VALUE;

    private final Draft draft;
    private final Map<NodeId, Integer> given = new HashMap<>();
    private final Map<Integer, Map<NodeId, BitSet>> busy = new HashMap<>();
    private final Map<GroupId, Set<NodeId>> takers = new HashMap<>();
    private final Set<GroupId> newGroups;

    private Moves(Draft draft) {
        this.draft = draft;
        Set<GroupId> old =
                draft.present().topology().groups().stream().map(Group::id).collect(Collectors.toSet());
        newGroups = draft.parts().stream()
                .map(laid -> laid.part().group())
                .filter(group -> !old.contains(group))
                .collect(Collectors.toSet());
    }

    /**
     * A move with what it is ordered by.
     *
     * @param source the node it will most likely be built from; null: there is none
     * @param urgency live copies of the shard, if the move adds one
     */
    record Ordered(Move move, @Nullable NodeId source, int urgency, int round) {}

    /** All moves of a draft, ordered. */
    static List<Ordered> of(Draft draft) {
        Moves moves = new Moves(draft);
        List<Ordered> all = new ArrayList<>();
        draft.parts().stream()
                .collect(Collectors.groupingBy(
                        p -> p.part().index().routes().index(), TreeMap::new, Collectors.toList()))
                .values()
                .forEach(parts -> moves.index(parts, all));
        all.sort(Comparator.comparingInt(Ordered::urgency).thenComparingInt(Ordered::round));
        return List.copyOf(all);
    }

    private void index(List<Laid> parts, List<Ordered> all) {
        List<List<NodeId>> live = live(parts);
        for (Laid laid : parts) {
            laid.seats().filter(Seat::moves).forEach(seat -> {
                List<NodeId> sources = live.get(seat.shard());
                NodeId from = seat.was() == null ? null : seat.was().node();
                boolean raises = from == null || !sources.contains(from);
                NodeId source = raises ? leastUsed(sources) : from;
                NodeId to = laid.node(seat);
                int urgency = raises ? sources.size() : RAISES_NOTHING;
                all.add(new Ordered(move(laid, seat), source, urgency, round(urgency, source, to)));
            });
        }
    }

    private List<List<NodeId>> live(List<Laid> parts) {
        List<List<NodeId>> live = new ArrayList<>();
        for (int shard = 0; shard < parts.get(0).part().shards(); shard++) {
            List<NodeId> nodes = new ArrayList<>();
            for (Laid laid : parts) {
                for (Copy copy : laid.part().copies().get(shard)) {
                    if (Sight.live(draft.present(), draft.target().lost(), copy)) {
                        nodes.add(copy.node());
                    }
                }
            }
            live.add(nodes);
        }
        return live;
    }

    private @Nullable NodeId leastUsed(List<NodeId> sources) {
        NodeId least = sources.stream()
                .min(Comparator.comparingInt((NodeId id) -> given.getOrDefault(id, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
        if (least != null) {
            given.merge(least, 1, Integer::sum);
        }
        return least;
    }

    /** The first round of that urgency in which neither node is busy. */
    private int round(int urgency, @Nullable NodeId source, NodeId to) {
        Map<NodeId, BitSet> rounds = busy.computeIfAbsent(urgency, key -> new HashMap<>());
        BitSet taking = rounds.computeIfAbsent(to, key -> new BitSet());
        BitSet giving = source == null ? taking : rounds.computeIfAbsent(source, key -> new BitSet());
        int round = giving.nextClearBit(taking.nextClearBit(0));
        while (taking.get(round)) {
            round = giving.nextClearBit(taking.nextClearBit(round));
        }
        taking.set(round);
        giving.set(round);
        return round;
    }

    private Move move(Laid laid, Seat seat) {
        Part part = laid.part();
        NodeId from = seat.was() == null ? null : seat.was().node();
        NodeId to = laid.node(seat);
        return new Move(
                part.index().routes().index(),
                part.index().uid(),
                seat.shard(),
                part.group(),
                from,
                to,
                seat.rank(),
                part.index().documents()[seat.shard()],
                part.index().bytes()[seat.shard()],
                reason(part, from, to));
    }

    private String reason(Part part, @Nullable NodeId from, NodeId to) {
        if (from == null) {
            return newGroups.contains(part.group())
                    ? "group " + part.group() + " gets its copies"
                    : "the shard gets another copy";
        }
        if (draft.target().lost().contains(from)) {
            return from + " is lost";
        }
        if (to.equals(draft.target().takeovers().get(from))) {
            return to + " takes the place of " + from;
        }
        return takers.computeIfAbsent(
                                part.group(), group -> Set.copyOf(draft.target().takers(group)))
                        .contains(from)
                ? to + " takes its share"
                : from + " gives its copies away";
    }
}
