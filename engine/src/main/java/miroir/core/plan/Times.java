package miroir.core.plan;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.core.topology.NodeId;

/**
 * How long moves take, in milliseconds. They cannot be done sooner than the busiest node is done, which gives one copy and
 * takes one at a time, nor than all of them by the moves at a time. They are done, begun in order as soon as both nodes
 * are free, at the latest after the sum of what may be waited for: all places taken, then the source, then the target
 * (Graham's bound for list scheduling); and never later than one after the other.
 */
final class Times {
    private final Map<NodeId, Double> giving = new HashMap<>();
    private final Map<NodeId, Double> taking = new HashMap<>();
    private final double all;

    private Times(List<Moves.Ordered> moves, double documentsPerSecond, long fixedMillis) {
        double sum = 0;
        for (Moves.Ordered ordered : moves) {
            double millis = fixedMillis + ordered.move().documents() * 1000.0 / Math.max(1e-3, documentsPerSecond);
            if (ordered.source() != null) {
                giving.merge(ordered.source(), millis, Double::sum);
            }
            taking.merge(ordered.move().to(), millis, Double::sum);
            sum += millis;
        }
        all = sum;
    }

    /** The range in which the moves will be done. */
    static Plan.Eta eta(List<Moves.Ordered> moves, Present.Pace pace) {
        if (moves.isEmpty()) {
            return new Plan.Eta(0, 0, pace.basis());
        }
        int places = Math.max(1, pace.concurrentMoves());
        Times fast = new Times(moves, pace.documentsPerSecondHigh(), pace.fixedMillisPerMove());
        Times slow = new Times(moves, pace.documentsPerSecondLow(), pace.fixedMillisPerMove());
        return new Plan.Eta(Math.round(fast.least(places)), Math.round(slow.most(places)), pace.basis());
    }

    private double least(int places) {
        return Math.max(all / places, Math.max(busiest(giving), busiest(taking)));
    }

    private double most(int places) {
        return Math.min(all, all / places + busiest(giving) + busiest(taking));
    }

    private static double busiest(Map<NodeId, Double> nodes) {
        return nodes.isEmpty() ? 0 : Collections.max(nodes.values());
    }
}
