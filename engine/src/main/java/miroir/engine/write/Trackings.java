package miroir.engine.write;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import miroir.core.topology.IndexId;
import miroir.engine.state.Scheduler;

/** Which shards are tracked because a copy of them is being built. Loop thread. */
public final class Trackings {
    private final Map<IndexId, Map<Integer, Tracking>> active = new HashMap<>();
    private final Scheduler loop;

    public Trackings(Scheduler loop) {
        this.loop = loop;
    }

    /** Tracks a shard from the next task that is started on; replaces an earlier tracking of it. */
    public Tracking start(IndexId index, int shard) {
        loop.assertHere();
        Tracking tracking = new Tracking();
        active.computeIfAbsent(index, i -> new HashMap<>()).put(shard, tracking);
        return tracking;
    }

    /** Ends a tracking, if it still is the shard's. */
    public void stop(IndexId index, int shard, Tracking tracking) {
        loop.assertHere();
        Map<Integer, Tracking> shards = active.get(index);
        if (shards != null && shards.remove(shard, tracking) && shards.isEmpty()) {
            active.remove(index);
        }
    }

    /** Somebody else wrote to these shards, so what is known of them is not all; see {@link Tracking#incomplete}. */
    public void lose(IndexId index, Collection<Integer> shards) {
        of(index).forEach((shard, tracking) -> {
            if (shards.contains(shard)) {
                tracking.lose();
            }
        });
    }

    /** The tracked shards of an index. */
    public Map<Integer, Tracking> of(IndexId index) {
        loop.assertHere();
        return active.getOrDefault(index, Map.of());
    }
}
