package miroir.engine.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.core.placement.Volume;
import miroir.engine.store.TaskPart;

/**
 * What the nodes of a lane's volumes took and could not do, for their own troubles: a full disk is not the task's fault. It
 * is begun anew, and what the node's list shows of the first time does not count. Loop thread only.
 */
final class Faltered {
    /** How often a task is begun anew. */
    private static final int MOST_TRIES = 6;

    /** The newest task of each volume's node that belongs to what was started. */
    private final Map<Volume, Long> floors = new HashMap<>();

    private final Set<Volume> volumes = new HashSet<>();
    /** Whether copies came that what is under way was not planned for. */
    private boolean outdated;
    /** What an earlier process sent more than once. */
    private final List<TaskPart> before;

    Faltered(List<TaskPart> before) {
        this.before = before.stream().filter(part -> part.attempt() > 1).toList();
    }

    /** What the task sends to the volume lies behind that task of its node; -1: nothing was sent before. */
    long floor(Volume volume, long task) {
        long sent = before.stream()
                .filter(part ->
                        part.taskUid() < task && part.node().equals(volume.node()) && part.rank() == volume.rank())
                .mapToLong(TaskPart::nodeTaskUid)
                .max()
                .orElse(-1);
        return Math.max(sent, floors.getOrDefault(volume, -1L));
    }

    /** The part was taken or given up. */
    void dispatched(PartRun part) {
        floors.merge(part.part.volume(), part.lastNodeTask(), Math::max);
    }

    boolean isEmpty() {
        return volumes.isEmpty() && !outdated;
    }

    /** All that is under way is to be begun anew. */
    void outdate() {
        outdated = true;
    }

    /** Whether the task is to be begun anew, and all that is under way behind it. */
    boolean note(RunningTask task, Outcome outcome) {
        boolean anew =
                !outcome.faltered().isEmpty() && task.members.get(0).turn().tries() < MOST_TRIES;
        if (anew) {
            outcome.faltered().forEach(part -> volumes.add(part.part.volume()));
        }
        return anew;
    }

    /** All those are begun anew now, in that order: what other volumes took of them is found where it was. */
    void clear(Collection<RunningTask> tasks) {
        Set<Volume> reset = new HashSet<>(volumes);
        for (RunningTask task : tasks) {
            for (PartRun part : task.parts) {
                Volume volume = part.part.volume();
                if (volumes.contains(volume)) {
                    floors.merge(volume, part.lastNodeTask() + 1, Math::max);
                } else if (reset.add(volume)) {
                    floors.put(volume, part.floor);
                }
            }
        }
        volumes.clear();
        outdated = false;
    }
}
