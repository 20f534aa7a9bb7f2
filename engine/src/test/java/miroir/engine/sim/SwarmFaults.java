package miroir.engine.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeRequest;
import org.jspecify.annotations.Nullable;

/** Faults at random: each history has some kinds of them, each kind at a rate of its own. */
final class SwarmFaults implements Faults {
    private final Random random;
    private final Map<Fate, Double> rates = new EnumMap<>(Fate.class);
    private final double most;
    /** The only node that is in trouble; null: any may be. */
    private @Nullable NodeId only;

    private boolean active;
    private boolean slowReads;

    SwarmFaults(Random random, double most) {
        this.random = random;
        this.most = most;
        for (Fate fate : Fate.values()) {
            boolean chosen = !List.of(Fate.DELIVERED, Fate.TWICE, Fate.DENIED).contains(fate) && random.nextInt(3) == 0;
            rates.put(fate, chosen ? random.nextDouble() * most : 0.0);
        }
        if (failTasks()) {
            // what is tried again because a node could not do it must not be found to be no good then
            rates.put(random.nextBoolean() ? Fate.FAILING_TASK : Fate.BROKEN_TASK, 0.0);
        }
    }

    /** From now on only that node is in trouble, and may get its requests twice, or refuse what no other refuses. */
    void confine(NodeId node) {
        only = node;
        rates.put(Fate.DENIED, random.nextInt(3) == 0 ? random.nextDouble() * most : 0.0);
        rates.put(Fate.TWICE, random.nextInt(3) == 0 ? 0.0 : random.nextDouble() * most);
    }

    /** Whether anything goes wrong from now on. */
    void active(boolean on) {
        active = on;
    }

    /** Whether many searches and reads take long from now on. */
    void slowReads(boolean on) {
        slowReads = on;
    }

    /** Whether tasks may fail through no fault of their own. */
    boolean failTasks() {
        return rates.getOrDefault(Fate.FAILING_TASK, 0.0) > 0 || rates.getOrDefault(Fate.BROKEN_TASK, 0.0) > 0;
    }

    @Override
    public Fate fate(NodeRequest request) {
        if (!active || (only != null && !only.equals(request.node()))) {
            return Fate.DELIVERED;
        }
        if (slowReads && Faults.reads(request) && random.nextInt(3) == 0) {
            return Fate.SLOW;
        }
        for (Map.Entry<Fate, Double> rate : rates.entrySet()) {
            boolean fits = switch (rate.getKey()) {
                case FAILING_TASK -> Faults.addsDocuments(request);
                case LATE -> Faults.reads(request);
                case DENIED -> Faults.asks(request);
                case DISK_FULL, BROKEN_TASK, ZOMBIE, STRAY, TWICE, LOST_ANSWER, BAD_GATEWAY -> Faults.writes(request);
                default -> true;
            };
            if (fits && random.nextDouble() < rate.getValue()) {
                return rate.getKey();
            }
        }
        return Fate.DELIVERED;
    }
}
