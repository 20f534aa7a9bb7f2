package miroir.engine.operation;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import miroir.core.plan.TopologyWish;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.core.topology.NodeId;

/**
 * The node keys that wishes gave, until their plans are applied or replaced: in memory only, for a day and for so many
 * plans. A key that comes to nothing is never written down. Any thread.
 */
final class PlanKeys {
    private static final int PLANS = 1000;
    private static final Duration KEPT = Duration.ofHours(24);

    private final Ticker ticker;
    /** By plan, oldest first. */
    private final Map<String, Given> given = new LinkedHashMap<>();

    PlanKeys(Ticker ticker) {
        this.ticker = ticker;
    }

    private record Given(Map<NodeId, String> keys, Moment end) {}

    synchronized void keep(String planId, TopologyWish wish) {
        Moment now = ticker.now();
        Map<NodeId, String> keys = wish.keys();
        if (!keys.isEmpty()) {
            given.put(planId, new Given(keys, now.plus(KEPT)));
        }
        Iterator<Given> oldest = given.values().iterator();
        while (oldest.hasNext() && (now.isAfter(oldest.next().end) || given.size() > PLANS)) {
            oldest.remove();
        }
    }

    /** The wish with its keys, as far as they are still known. */
    synchronized TopologyWish with(String planId, TopologyWish wish) {
        Given found = given.get(planId);
        return found == null || ticker.now().isAfter(found.end) ? wish : wish.withKeys(found.keys);
    }

    synchronized void forget(String planId) {
        given.remove(planId);
    }
}
