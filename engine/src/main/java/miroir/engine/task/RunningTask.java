package miroir.engine.task;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import miroir.core.placement.Volume;
import miroir.core.task.TaskStatus;
import miroir.engine.state.Allowance;
import miroir.engine.store.StoredTask;
import miroir.engine.write.Coalescing;
import miroir.engine.write.Part;
import miroir.engine.write.Work;
import org.jspecify.annotations.Nullable;

/** A task that was started and has not ended, or several small ones that are sent together. Loop thread only. */
final class RunningTask {
    final List<Member> members;
    /** The first of the tasks. */
    final StoredTask task;
    /** What is sent. */
    final Work work;

    /** The parts as they were planned. */
    final List<PartRun> planned;
    /** The parts that are being carried out: those that were planned, or those that put them back. */
    List<PartRun> parts;
    /** Why the task fails, while it is being put back. */
    @Nullable
    Outcome failed;

    /** Whether it is being decided which parts are given up. */
    boolean deciding;
    /** Whether every part was taken or given up, the demotions of the latter durable. */
    boolean dispatched;
    /** Whether it failed as a whole and its tasks stand in the lane again. */
    boolean separated;

    private final Allowance.Share memory;

    /**
     * Takes over what was planned.
     *
     * @param memory that it takes until nothing of it is waited for any more
     */
    RunningTask(List<Member> members, Allowance.Share memory) {
        this.members = members;
        this.memory = memory;
        this.task = members.get(0).task();
        this.work = members.size() == 1
                ? members.get(0).work()
                : Coalescing.joined(members.stream().map(Member::work).toList());
        this.planned = work.parts().stream().map(PartRun::new).toList();
        this.parts = planned;
    }

    /** From now on it is put back what succeeded of it. */
    void undo(Outcome why, List<Part> back) {
        failed = why;
        parts = back.stream().map(PartRun::new).toList();
        dispatched = false;
    }

    private Stream<PartRun> done() {
        return planned.stream()
                .filter(part -> part.calls.stream().anyMatch(call -> call.status == TaskStatus.SUCCEEDED));
    }

    /** Whether some node did something of it. */
    boolean isHalfDone() {
        return done().findAny().isPresent();
    }

    /** What has to be put back when the task fails. */
    List<Part> back() {
        Work.Undo undo = work.undo();
        List<Part> done = done().map(part -> part.part).toList();
        return undo == null || done.isEmpty() ? List.of() : undo.of(done);
    }

    /** Its memory is no longer kept for it: all its parts have ended. */
    void makeRoom() {
        memory.close();
    }

    /** Nothing of it is waited for any more. */
    void release() {
        planned.forEach(PartRun::release);
        parts.forEach(PartRun::release);
        memory.close();
    }

    /** One task of them, and what it would send alone. */
    record Member(Waiting.Turn turn, StoredTask task, Work work) {
        /** Whether something of it goes to that volume. */
        boolean sends(Volume volume) {
            return work.parts().stream().anyMatch(part -> part.volume().equals(volume));
        }
    }

    boolean together() {
        return members.size() > 1;
    }

    /** The task's uid, or those of several of which something is sent. */
    String name() {
        if (!together()) {
            return String.valueOf(task.uid());
        }
        List<Long> all = members.stream().map(m -> m.task().uid()).toList();
        List<Long> sent = members.stream()
                .filter(m -> m.work().failure() == null)
                .map(m -> m.task().uid())
                .toList();
        return sent.isEmpty() ? String.valueOf(task.uid()) : CallTag.tasks(all, sent);
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
