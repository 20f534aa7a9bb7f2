package miroir.engine.task;

import java.util.Collection;
import java.util.List;
import miroir.engine.store.StoredTask;
import miroir.engine.write.Work;

/** A task that was started and has not ended. Loop thread only. */
final class RunningTask {
    final StoredTask task;
    final Work work;
    final List<PartRun> parts;
    /** Runs when the task has ended. */
    final Runnable ended;
    /** Whether it is being decided which parts are given up. */
    boolean deciding;
    /** Whether every part was taken or given up, the demotions of the latter durable. */
    boolean dispatched;

    RunningTask(StoredTask task, Work work, Runnable ended) {
        this.task = task;
        this.work = work;
        this.ended = ended;
        this.parts = work.parts().stream().map(PartRun::new).toList();
    }

    boolean settled() {
        return parts.stream().allMatch(PartRun::settled);
    }

    boolean finished() {
        return parts.stream().allMatch(PartRun::finished);
    }

    /** Whether each shard of the part is in one of these states on another copy that is in sync now. */
    boolean coveredElsewhere(PartRun part, Collection<PartRun.State> states, InSync inSync) {
        return part.part.shards().stream()
                .allMatch(shard -> parts.stream()
                        .anyMatch(other -> other != part
                                && states.contains(other.state)
                                && other.part.shards().contains(shard)
                                && inSync.test(other.part.volume(), shard)));
    }
}
