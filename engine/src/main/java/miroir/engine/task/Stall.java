package miroir.engine.task;

import java.time.Duration;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.LostShards;
import miroir.engine.store.StoredTask;

/**
 * Whether a lane's next task waits because a shard of its index has no copy in sync: started, it would fail, and what was
 * acknowledged would be gone. A copy that is accepted, or comes back, ends that; so does the deletion of the index, for which
 * nothing that waits before it counts. Loop thread.
 */
final class Stall {
    /** It is looked again whenever the lane does something, and this often. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final LaneContext context;
    private final LaneQueue waiting;
    private final Runnable look;
    private boolean looking;
    private boolean noted;

    /**
     * Of the lane with that queue.
     *
     * @param look makes the lane look whether its next task can be started
     */
    Stall(LaneContext context, LaneQueue waiting, Runnable look) {
        this.context = context;
        this.waiting = waiting;
        this.look = look;
    }

    /** What is under way is put back because of it. */
    void note() {
        noted = true;
    }

    /** Whether what is put back now is put back because of it; tells so once. */
    boolean isNoted() {
        boolean was = noted;
        noted = false;
        return was;
    }

    /**
     * Whether the task is not to be started now. One that some copies may have been sent is started once more before: the
     * others that are in sync get it too, so that they stay alike for as long as it waits.
     */
    boolean holds(Waiting.Turn next) {
        boolean holds = (!next.sent() || next.even())
                && !waiting.isDeletion()
                && context.planner().needsCopies(next.task())
                && isLacking(next.task());
        if (holds && !looking) {
            looking = true;
            context.ports().loop().after(LOOK, () -> {
                looking = false;
                look.run();
            });
        }
        return holds;
    }

    private boolean isLacking(StoredTask task) {
        IndexEntry entry = context.cluster().latest().indexes().get(String.valueOf(task.indexUid()));
        return entry != null && isReady(task) && !LostShards.of(entry).shards().isEmpty();
    }

    /** An index that is being created has nothing yet that a copy could be accepted for. */
    private boolean isReady(StoredTask task) {
        IndexEntry entry = context.cluster().latest().indexes().get(String.valueOf(task.indexUid()));
        return entry != null && entry.phase() == IndexEntry.Phase.READY;
    }

    /** Whether what became of the task is not to count, since a shard lost its last copy while it was under way. */
    boolean holds(RunningTask task, Outcome outcome) {
        boolean lost = outcome.isLost()
                || task.members.stream().anyMatch(member -> member.work().lacksCopies());
        // without a shard that is lost now it only takes longer
        return lost && isReady(task.task) && !(waiting.isDeletion() && isLacking(task.task));
    }
}
