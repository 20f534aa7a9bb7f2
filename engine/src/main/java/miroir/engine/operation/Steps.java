package miroir.engine.operation;

import java.util.HashSet;
import java.util.Set;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;

/** What a plan that was looked at would do, held against what is there when it is applied. */
final class Steps {
    private Steps() {}

    /** Whether what goes without being replaced leaves each shard a copy in sync: others may have been demoted since. */
    static boolean harmless(Plan plan, ClusterState now) {
        for (IndexEntry entry : now.indexes().values()) {
            Set<Integer> served = new HashSet<>();
            Set<Integer> serve = new HashSet<>();
            for (Copy copy : entry.routes().copies()) {
                if (copy.state() == CopyState.IN_SYNC) {
                    served.add(copy.shard());
                    if (plan.drops().stream().noneMatch(drop -> isOf(drop, entry, copy))) {
                        serve.add(copy.shard());
                    }
                }
            }
            if (!serve.equals(served)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(Plan.Drop drop, IndexEntry entry, Copy copy) {
        return drop.indexId().equals(entry.stored().id())
                && drop.shard() == copy.shard()
                && drop.node().equals(copy.node());
    }

    /** Whether both do the same, apart from figures that move by themselves. */
    static boolean same(Plan plan, Plan other) {
        return steps(plan).equals(steps(other));
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
