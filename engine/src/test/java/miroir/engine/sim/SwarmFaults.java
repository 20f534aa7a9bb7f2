package miroir.engine.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import miroir.engine.node.NodeRequest;

/** Faults at random: each history has some kinds of them, each kind at a rate of its own. */
final class SwarmFaults implements Faults {
    private final Random random;
    private final Map<Fate, Double> rates = new EnumMap<>(Fate.class);
    private boolean active;
    private boolean slowReads;

    SwarmFaults(Random random, double most) {
        this.random = random;
        for (Fate fate : Fate.values()) {
            boolean chosen = fate != Fate.DELIVERED && random.nextInt(3) == 0;
            rates.put(fate, chosen ? random.nextDouble() * most : 0.0);
        }
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
        return rates.getOrDefault(Fate.FAILING_TASK, 0.0) > 0;
    }

    @Override
    public Fate fate(NodeRequest request) {
        if (!active) {
            return Fate.DELIVERED;
        }
        if (slowReads && Faults.reads(request) && random.nextInt(3) == 0) {
            return Fate.SLOW;
        }
        for (Map.Entry<Fate, Double> rate : rates.entrySet()) {
            boolean fits = switch (rate.getKey()) {
                case FAILING_TASK -> Faults.addsDocuments(request);
                case LATE -> Faults.reads(request);
                case DISK_FULL, ZOMBIE, LOST_ANSWER, BAD_GATEWAY -> Faults.writes(request);
                default -> true;
            };
            if (fits && random.nextDouble() < rate.getValue()) {
                return rate.getKey();
            }
        }
        return Fate.DELIVERED;
    }
}
