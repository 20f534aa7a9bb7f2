package miroir.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan.Moment;
import miroir.core.plan.Plan.Refusal;
import miroir.core.topology.NodeId;

/** Nodes that must not be emptied, because no copy in sync would be left of what they hold. */
final class LastCopies {
    private LastCopies() {}

    /** One refusal for each node and index. */
    static List<Refusal> refusals(List<Survival> all) {
        List<Refusal> refusals = new ArrayList<>();
        for (Survival survival : all) {
            Map<NodeId, TreeSet<Integer>> last = new TreeMap<>();
            int[] atRisk = IntStream.range(0, survival.index().shape().shards())
                    .filter(shard -> !survival.kept(shard) || survival.live(Moment.AFTER, shard) == 0)
                    .toArray();
            for (Laid laid : survival.parts()) {
                for (int shard : atRisk) {
                    laid.part().copies().get(shard).stream()
                            .filter(copy -> copy.state() == CopyState.IN_SYNC && last(survival, laid, copy))
                            .forEach(copy -> last.computeIfAbsent(copy.node(), id -> new TreeSet<>())
                                    .add(shard));
                }
            }
            String uid = survival.index().uid();
            last.forEach((node, shards) -> refusals.add(refusal(node, uid, shards)));
        }
        return List.copyOf(refusals);
    }

    /** Whether the shard is lost with this copy, or loses its last live one. */
    private static boolean last(Survival survival, Laid laid, Copy copy) {
        return !survival.kept(copy.shard()) || Sight.live(laid.part().present(), copy);
    }

    private static Refusal refusal(NodeId node, String uid, SortedSet<Integer> shards) {
        String list =
                Breaches.ranges(shards.stream().mapToInt(Integer::intValue).toArray());
        return new Refusal(
                "last_copy",
                node.value(),
                list + " of " + uid + ": node " + node
                        + " holds the last copy in sync, and it cannot be built elsewhere now.");
    }
}
