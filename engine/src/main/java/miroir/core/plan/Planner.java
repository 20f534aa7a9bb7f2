package miroir.core.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import miroir.core.placement.Copy;
import miroir.core.plan.Plan.Refusal;
import miroir.core.topology.NodeId;

/**
 * Turns a wish into a plan: pure, and fast enough to be asked while an operator types.
 *
 * <p>The routing table is the truth, placement the wish of a new index. A plan keeps the copies where they are and moves
 * only what must leave a node, what a node holds of an index above the cap of the balanced placement by more than one, and
 * what a node that joins lacks to the mean; an empty wish also fills up nodes that hold less than three quarters of the
 * mean. So joins and departures move the minimum: measured over 64 to 1024 shards, 1 to 3 copies and 3 to 12 nodes 1.00
 * of it, where following the balanced placement moves 1.13 (joins) and 1.11 (departures). An empty wish on an even
 * cluster plans nothing. An index of the plain rendezvous strategy is led back to that placement by every plan.
 */
public final class Planner {
    private Planner() {}

    /** What the wish would do. Plans of the same arguments are equal. */
    public static Plan plan(Present present, TopologyWish wish) {
        List<Refusal> refusals = WishCheck.refusals(present.topology(), wish);
        if (!refusals.isEmpty()) {
            Target unchanged = Target.without(present, List.of());
            return plan(Draft.of(present, unchanged), wish, refusals);
        }
        Target target = Target.of(present, wish);
        return plan(Draft.of(present, target), wish, WishedTopology.refusals(present, wish, target));
    }

    /**
     * How the copies of nodes that will not come back are built elsewhere, from those that are left. The topology stays as
     * it is, and all other copies stay where they are.
     */
    public static Plan replaceLost(Present present, Collection<NodeId> lost) {
        return plan(Draft.of(present, Target.without(present, lost)), TopologyWish.NOTHING, List.of());
    }

    /** How the copies that shards lack are built where there is room. The topology and all copies stay as they are. */
    public static Plan buildMissing(Present present) {
        return plan(Draft.of(present, Target.complete(present)), TopologyWish.NOTHING, List.of());
    }

    private static Plan plan(Draft draft, TopologyWish wish, List<Refusal> found) {
        List<Survival> survival = Survival.of(draft);
        List<Refusal> refusals = new ArrayList<>(found);
        if (refusals.isEmpty() && draft.target().lost().isEmpty()) {
            refusals.addAll(LastCopies.refusals(survival));
        }
        List<Moves.Ordered> moves = Moves.of(draft);
        return new Plan(
                draft.present().topology().version(),
                wish,
                List.copyOf(refusals),
                moves.stream().map(Moves.Ordered::move).toList(),
                drops(draft),
                totals(draft, moves),
                Times.eta(moves, draft.present().pace()),
                Loads.balance(draft),
                Survival.fewest(survival),
                Breaches.of(draft, survival),
                Loads.peaks(moves),
                draft.target().topology());
    }

    private static List<Plan.Drop> drops(Draft draft) {
        List<Plan.Drop> drops = new ArrayList<>();
        for (Laid laid : draft.parts()) {
            for (Copy copy : laid.drops()) {
                Present.Index index = laid.part().index();
                drops.add(new Plan.Drop(
                        index.routes().index(),
                        index.uid(),
                        copy.shard(),
                        copy.node(),
                        copy.rank(),
                        copy.state(),
                        laid.layout() == null
                                ? "group " + copy.group() + " gives its copies up"
                                : "the shard has enough copies"));
            }
        }
        return List.copyOf(drops);
    }

    private static Plan.Totals totals(Draft draft, List<Moves.Ordered> moves) {
        int minimum = draft.parts().stream().mapToInt(Laid::minimum).sum();
        return new Plan.Totals(
                moves.size(),
                moves.stream().mapToLong(ordered -> ordered.move().documents()).sum(),
                moves.stream().mapToLong(ordered -> ordered.move().bytes()).sum(),
                minimum,
                moves.isEmpty() ? 1 : (double) moves.size() / Math.max(1, minimum));
    }
}
