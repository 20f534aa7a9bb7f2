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
    /** Whether it is being decided what becomes of parts in trouble. */
    boolean deciding;
    /** Whether all parts were taken or given up, and the next task may follow. */
    boolean handedOver;

    RunningTask(StoredTask task, Work work) {
        this.task = task;
        this.work = work;
        this.parts = work.parts().stream().map(PartRun::new).toList();
    }

    boolean dispatched() {
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
