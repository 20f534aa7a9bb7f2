package miroir.engine.operation;

import java.util.HashSet;
import java.util.Set;
import miroir.core.plan.Plan;

/** What a plan that was looked at would do, held against what a plan made now would do. */
final class Steps {
    private Steps() {}

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
