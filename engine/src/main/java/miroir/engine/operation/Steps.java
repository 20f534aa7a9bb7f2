package miroir.engine.operation;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import miroir.core.placement.RoutingTable;
import miroir.core.plan.Plan;
import miroir.engine.state.ClusterState;

/** What a plan that was looked at would do, held against what a plan made now would do. */
final class Steps {
    private Steps() {}

    /** Whether both do the same, apart from figures that move by themselves. */
    static boolean same(Plan plan, Plan other) {
        return steps(plan).equals(steps(other));
    }

    /** Whether both states have copies of the same ranks in the same places. */
    @SuppressWarnings("ReferenceEquality") // states are immutable: most of a later one is the very same
    static boolean samePlaces(ClusterState a, ClusterState b) {
        return a.indexes().keySet().equals(b.indexes().keySet())
                && a.indexes().entrySet().stream().allMatch(e -> {
                    RoutingTable here = e.getValue().routes();
                    RoutingTable there =
                            Objects.requireNonNull(b.indexes().get(e.getKey())).routes();
                    return here == there
                            || (here.index().equals(there.index())
                                    && places(here).equals(places(there)));
                });
    }

    private static Set<String> places(RoutingTable routes) {
        Set<String> places = new HashSet<>();
        routes.copies().forEach(copy -> places.add(copy.shard() + ":" + copy.node() + "r" + copy.rank()));
        return places;
    }

    private static Set<String> steps(Plan plan) {
        Set<String> steps = new HashSet<>();
        plan.moves()
                .forEach(m -> steps.add(
                        m.indexId().value() + "/" + m.shard() + ":" + m.from() + ">" + m.to() + "r" + m.rank()));
        plan.drops().forEach(d -> steps.add(d.indexId().value() + "/" + d.shard() + ":" + d.node() + ">"));
        return steps;
    }
}
