package miroir.engine.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.LostShards;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;

/** Tasks that wait for a shard of which no copy is in sync, or for the lane of an index that has such a shard. */
final class Stalled {
    private Stalled() {}

    /** Whether no other task is left. */
    static boolean onlyThoseAreLeft(Simulation world) {
        if (world.idle()) {
            return true;
        }
        Set<String> stalled = new HashSet<>();
        world.engine().cluster().current().cluster().indexes().forEach((uid, entry) -> {
            if (entry.phase() == IndexEntry.Phase.READY
                    && !LostShards.of(entry).shards().isEmpty()) {
                stalled.add(uid);
            }
        });
        if (stalled.isEmpty()) {
            return false;
        }
        List<StoredTask> open =
                world.tasks().stream().filter(task -> task.finishedAt() == null).toList();
        for (int i = 0; i < open.size(); i++) {
            open.forEach(task -> spread(world, task, stalled));
        }
        return open.stream().allMatch(task -> stalled.contains(String.valueOf(task.indexUid())));
    }

    /** Whether a task that waits has done something of the index already. */
    static boolean isHalfDone(Simulation world, IndexEntry entry) {
        return world.tasks().stream()
                .anyMatch(task -> task.finishedAt() == null
                        && task.startedAt() != null
                        && entry.stored().uid().equals(task.indexUid()));
    }

    /** What changes a name waits in both lanes. */
    private static void spread(Simulation world, StoredTask task, Set<String> stalled) {
        String to = world.request(task) instanceof TaskRequest.UpdateIndex update ? update.newUid() : null;
        String from = String.valueOf(task.indexUid());
        if (to != null && (stalled.contains(from) || stalled.contains(to))) {
            stalled.add(from);
            stalled.add(to);
        }
    }
}
